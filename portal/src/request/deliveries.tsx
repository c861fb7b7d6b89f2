import { Badge, Button, Group, List, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '../../../src/domain/status.ts';
import { Section } from '../parts/section.tsx';

/** Who was told what, by mail and in Slack: first what did not arrive. */
export function Deliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  if (deliveries.length === 0) return null;
  const failed = deliveries.filter(({ outcome }) => outcome === 'failed');
  const shown = isWhole ? [...failed, ...deliveries.filter(({ outcome }) => outcome === 'sent').toReversed()] : failed;
  return (
    <Section
      title={t('request.deliveries')}
      aside={
        <Button variant="subtle" size="compact-sm" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('request.less') : t('request.all', { count: deliveries.length })}
        </Button>
      }
    >
      {failed.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('request.allArrived', { count: deliveries.length })}
        </Text>
      )}
      {shown.length > 0 && (
        <List size="sm" listStyleType="none" spacing={4}>
          {shown.map((delivery, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same may be told to the same person twice
            <One key={i} delivery={delivery} />
          ))}
        </List>
      )}
    </Section>
  );
}

function One({ delivery: { channel, to, what, outcome, note } }: { delivery: Delivery }) {
  const { t } = useTranslation();
  return (
    <List.Item>
      <Group gap="xs">
        <Badge color={outcome === 'failed' ? 'red' : 'gray'} variant="light" tt="none">
          {t(`request.outcome.${outcome}`)}
        </Badge>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t(`request.channel.${channel}`)} · {to} · {what}
        </Text>
      </Group>
      {note && (
        <Text size="sm" c="red" style={{ overflowWrap: 'anywhere' }}>
          {note}
        </Text>
      )}
    </List.Item>
  );
}
