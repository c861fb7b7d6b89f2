import { Anchor, Badge, Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { StandingEnvironment } from '../../../src/api/answers/projects.ts';
import { partsOf } from '../../../src/domain/naming.ts';
import type { PlacementStatus } from '../../../src/domain/status.ts';
import { Ago } from '../format.tsx';
import { day, money } from '../intl.ts';
import { BerthWords } from '../parts/berth-words.tsx';
import { Facts } from '../parts/facts.tsx';
import { WideTable } from '../parts/wide-table.tsx';

interface Props {
  readonly environment: StandingEnvironment;
  readonly mayAsk: boolean;
}

/** One environment: what it is, how it stands on each cluster, and a way to have it removed. */
export function EnvironmentCard({ environment, mayAsk }: Props) {
  const { t } = useTranslation();
  const title = useId();
  const { name, removal, changedBy } = environment;
  const project = partsOf(name).project;
  return (
    <Card withBorder padding="md" component="article" aria-labelledby={title}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={3} size="h5" id={title}>
            {name}
          </Title>
          {mayAsk && !removal && !changedBy && (
            <Button
              component={Link}
              to={`/projects/${project}/remove/${name}`}
              variant="subtle"
              color="red"
              size="compact-sm"
              aria-label={t('projects.environment.removeOne', { environment: name })}
            >
              {t('projects.environment.remove')}
            </Button>
          )}
        </Group>
        <EnvironmentFacts environment={environment} />
        <Placements environment={environment} />
        <SeenAt environment={environment} />
      </Stack>
    </Card>
  );
}

function EnvironmentFacts({ environment }: { environment: StandingEnvironment }) {
  const { t, i18n } = useTranslation();
  const { size, cost, request, removal, changedBy, leaseEnd, items } = environment;
  const link = (reference: string | null) =>
    reference && (
      <Anchor component={Link} to={`/requests/${reference}`} size="sm">
        {reference}
      </Anchor>
    );
  const named = items.map(({ item, parameters: { name } }) =>
    typeof name === 'string' && name !== item ? `${item} ${name}` : item,
  );
  const price = money(cost.monthly, cost.currency, i18n.language);
  return (
    <Facts
      facts={[
        [t('projects.environment.size'), size],
        [t('projects.environment.cost'), t('projects.costs', { price })],
        [t('projects.environment.items'), named.join(', ') || t('projects.environment.onlyNamespace')],
        [t('projects.environment.lease'), leaseEnd ? day(leaseEnd, i18n.language) : t('projects.environment.noLease')],
        [t('projects.environment.request'), link(request)],
        [t('projects.environment.removal'), link(removal)],
        [t('projects.environment.changedBy'), changedBy === removal ? null : link(changedBy)],
      ]}
    />
  );
}

function Placements({ environment: { placements, standing } }: { environment: StandingEnvironment }) {
  const { t } = useTranslation();
  return (
    <WideTable minWidth={420}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('projects.placement.cluster')}</Table.Th>
            <Table.Th>{t('projects.placement.reserved')}</Table.Th>
            <Table.Th>{t('projects.placement.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {placements.map(({ cluster, reserved: { cpu, memoryGiB: memory, storageGiB: storage } }) => (
            <Table.Tr key={cluster}>
              <Table.Td>{cluster}</Table.Td>
              <Table.Td>{t('projects.placement.amounts', { cpu, memory, storage })}</Table.Td>
              <Table.Td>
                <State placement={standing?.find((one) => one.cluster === cluster)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

/** Nothing looks by itself once a request is done: since when it is known has to be said. */
function SeenAt({ environment: { standingAt, removal, request } }: { environment: StandingEnvironment }) {
  const { t } = useTranslation();
  if (standingAt === null) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('projects.placement.state')}: {t('projects.placement.seen', { reference: removal ?? request })}{' '}
      <Ago at={standingAt} />
    </Text>
  );
}

const COLORS: Readonly<Record<PlacementStatus['state'], string>> = {
  pending: 'blue',
  provisioned: 'blue',
  ready: 'green',
  superseded: 'green',
  failed: 'red',
  emptied: 'orange',
  dropped: 'orange',
  removed: 'gray',
};

function State({ placement }: { placement: PlacementStatus | undefined }) {
  const { t } = useTranslation();
  if (!placement) {
    return (
      <Text size="sm" c="dimmed">
        {t('projects.placement.unknown')}
      </Text>
    );
  }
  const { state, message } = placement;
  return (
    <Stack gap={2}>
      <Badge color={COLORS[state]} variant="light" tt="none">
        {t(`projects.placement.${state}`)}
      </Badge>
      {message && state !== 'ready' && (
        <Text size="xs">
          <BerthWords text={message} />
        </Text>
      )}
    </Stack>
  );
}
