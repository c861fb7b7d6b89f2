import { Anchor, Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Ago } from '../format.tsx';
import { useMe } from '../me.ts';
import { Said } from '../parts/said.tsx';
import { waitCodeOf } from '../parts/waits.ts';
import { dueOf, kindOf, pageOf, urgencyOf, type WorkItem } from './items.ts';

const COLORS = { overdue: 'red', soon: 'orange', later: 'gray' } as const;

/** One thing to do: what, for whom, until when, and the way there. */
export function ItemRow({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const { project, reference, requester, waitingOn, task } = item;
  const code = waitCodeOf(item);
  return (
    <Paper component="li" withBorder p="md" radius="md">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Stack gap={4} flex="1 1 18rem" miw={0}>
          <Anchor component={Link} to={pageOf(item)} fw={600}>
            {t(`work.kind.${kindOf(item)}`)}: {project ?? reference}
          </Anchor>
          <Text size="sm" lineClamp={2}>
            <Said as={code && `wait.${code}`} text={waitingOn?.text ?? task?.title ?? ''} />
          </Text>
          <Text size="xs" c="dimmed">
            {reference}, {t('work.asks', { who: requester })}
          </Text>
        </Stack>
        <Group gap="xs">
          {task?.claimedBy && <Claimed by={task.claimedBy} />}
          <Due item={item} />
        </Group>
      </Group>
    </Paper>
  );
}

function Claimed({ by }: { by: string }) {
  const { t } = useTranslation();
  const isMine = useMe()?.id === by;
  return (
    <Badge variant={isMine ? 'light' : 'default'} tt="none">
      {isMine ? t('work.claimedByYou') : t('work.claimedBy', { who: by })}
    </Badge>
  );
}

function Due({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const due = dueOf(item);
  if (due === undefined) return null;
  const urgency = urgencyOf(item, Date.now());
  return (
    <Badge color={COLORS[urgency]} variant={urgency === 'overdue' ? 'filled' : 'light'} tt="none">
      {t(urgency === 'overdue' ? 'work.overdue' : 'work.due')} <Ago at={due} />
    </Badge>
  );
}
