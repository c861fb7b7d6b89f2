import { Alert, Card, Divider, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangePlan } from '../../../src/domain/change.ts';
import type { ShownPreview } from '../../../src/intake/preview.ts';
import { day, money } from '../intl.ts';
import { ErrorWords } from '../parts/problem.tsx';
import type { usePreview } from './data.ts';
import { Deciders } from './deciders.tsx';
import { Rooms } from './rooms.tsx';

interface Props {
  readonly preview: ReturnType<typeof usePreview>;
  /** Nothing is picked yet, and need not be. */
  readonly later?: boolean;
}

/** What comes of what is typed, beside the form: cost, room, who is asked. Each keeps its place while it is not known. */
export function Outcome({ preview, later = false }: Props) {
  const { t } = useTranslation();
  const title = useId();
  const { data, error, isBehind } = preview;
  const missing = t(later ? 'ask.outcome.laterCost' : 'ask.outcome.notYet');
  return (
    <Card withBorder padding="md" component="aside" aria-labelledby={title}>
      <Stack gap="sm">
        <Group justify="space-between" h={24}>
          <Title order={2} size="h5" id={title}>
            {t('ask.outcome.title')}
          </Title>
          {isBehind && <Loader size="xs" aria-hidden />}
        </Group>
        {error && (
          <Alert color="red">
            {t('ask.outcome.error')} <ErrorWords error={error} />
          </Alert>
        )}
        <Part title={t('ask.outcome.cost')} missing={missing}>
          {data?.change && <Cost plan={data.change.plan} />}
        </Part>
        <Divider />
        <Part title={t('ask.outcome.room')} missing={missing}>
          {data?.room && <Rooms rooms={data.room} />}
        </Part>
        <Divider />
        <Part title={t('ask.outcome.decides')} missing={missing}>
          {data && isDecided(data) && <Deciders preview={data} />}
        </Part>
      </Stack>
    </Card>
  );
}

const isDecided = ({ approval, policy }: ShownPreview): boolean => approval !== undefined || policy !== undefined;

function Part({ title, missing, children }: { title: string; missing: string; children: ReactNode }) {
  return (
    <Stack gap={4} mih={58}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {children || (
        <Text size="sm" c="dimmed">
          {missing}
        </Text>
      )}
    </Stack>
  );
}

function Cost({ plan: { cost, leaseEnd, budgets = [] } }: { plan: ChangePlan }) {
  const { t, i18n } = useTranslation();
  const words = (amount: number) => money(amount, cost.currency, i18n.language);
  return (
    <Stack gap={2} aria-live="polite">
      <Group gap={6} align="baseline">
        <Text size="xl" fw={700}>
          {words(cost.after)}
        </Text>
        <Text size="sm" c="dimmed">
          {t('ask.outcome.aMonth')}
        </Text>
      </Group>
      {cost.before > 0 && (
        <Text size="sm">{t('ask.outcome.before', { before: words(cost.before), delta: words(cost.delta) })}</Text>
      )}
      {leaseEnd && <Text size="sm">{t('ask.outcome.lease', { date: day(leaseEnd, i18n.language) })}</Text>}
      {budgets.map(({ owner, limit, standing, reserved = 0, wanted }) => (
        <Text size="sm" key={`${owner.kind} ${owner.name}`}>
          {t('ask.outcome.budget', {
            owner: owner.name,
            share: Math.round(((standing + reserved + wanted) / limit) * 100),
            limit: words(limit),
          })}
        </Text>
      ))}
    </Stack>
  );
}
