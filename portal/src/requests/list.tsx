import { Anchor, Card, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Ago, Time } from '../format.tsx';
import { PhaseBadge } from '../parts/phase-badge.tsx';
import { WaitsFor } from '../parts/waiting-on.tsx';
import type { Listed } from './data.ts';

/** Requests, one a card: beside each other what they are and where they stand, below each other on a phone. */
export function RequestList({ items, label }: { items: readonly Listed[]; label: string }) {
  return (
    <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }} aria-label={label}>
      {items.map((item) => (
        <One key={item.reference} item={item} />
      ))}
    </Stack>
  );
}

function One({ item }: { item: Listed }) {
  const { t } = useTranslation();
  const { reference, title, project, requester, phase, step, waitingOn, updatedAt } = item;
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <div>
          <Anchor component={Link} to={`/requests/${reference}`} fw={600}>
            {title ?? project ?? t('requests.newProject')}
          </Anchor>
          <Text size="sm" c="dimmed">
            {reference} · {project && `${project} · `}
            {t('requests.by', { who: requester })} · {t('requests.changed')} <Ago at={updatedAt} />
          </Text>
        </div>
        <Group gap="xs">
          <Text size="sm">{t(`step.${step}`)}</Text>
          <PhaseBadge phase={phase} />
        </Group>
      </Group>
      {waitingOn && (
        <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
          <WaitsFor status={{ ...item, waitingOn }} /> ({t('requests.until')} <Time at={waitingOn.deadline} />)
        </Text>
      )}
    </Card>
  );
}
