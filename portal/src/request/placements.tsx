import { Badge, Code, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isOver, type PlacementStatus, type RequestStatus } from '../../../src/domain/status.ts';
import { BerthWords } from '../parts/berth-words.tsx';
import { Section } from '../parts/section.tsx';

const COLORS: Readonly<Record<PlacementStatus['state'], string>> = {
  pending: 'gray',
  provisioned: 'blue',
  ready: 'green',
  failed: 'red',
  superseded: 'green',
  emptied: 'blue',
  dropped: 'blue',
  removed: 'gray',
};

/** On which clusters it stands, and how well. */
export function Placements({ status: { placements, plan, phase } }: { status: RequestStatus }) {
  const { t } = useTranslation();
  // Of what has ended before anything was made there is nothing to tell.
  const isVain = isOver(phase) && placements.every(({ state }) => state === 'pending');
  if (placements.length === 0 || isVain) return null;
  const executorOf = (cluster: string) => plan?.placements.find((one) => one.cluster === cluster)?.executor;
  return (
    <Section title={t('request.placements')}>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {placements.map(({ cluster, state, commit, message }) => (
          <li key={cluster}>
            <Group gap="xs">
              <Text fw={600} size="sm">
                {cluster}
              </Text>
              <Badge color={COLORS[state]} variant="light" tt="none">
                {t(`request.placement.${state}`)}
              </Badge>
              {commit && <Code>{commit.slice(0, 7)}</Code>}
              <Text size="sm" c="dimmed">
                {t('request.madeBy', { executor: executorOf(cluster) ?? '' })}
              </Text>
            </Group>
            {message && (
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                <BerthWords text={message} />
              </Text>
            )}
          </li>
        ))}
      </Stack>
    </Section>
  );
}
