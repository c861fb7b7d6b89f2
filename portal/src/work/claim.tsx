import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RequestStatus, Task } from '../../../src/domain/status.ts';
import { useMe } from '../me.ts';
import { Problem } from '../parts/problem.tsx';
import { useReadAgain } from '../request/data.ts';
import { useSend } from '../sending.ts';

interface Props {
  readonly status: RequestStatus;
  readonly task: Task;
  readonly mayAct: boolean;
}

interface TaskName {
  readonly task: Task['id'];
}

/** Who does it; claiming says to the others of the queue that somebody is at it. */
export function Claim({ status, task, mayAct }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useMe();
  const readAgain = useReadAgain(status.reference);
  const taken = async () => {
    await readAgain();
    await client.invalidateQueries({ queryKey: ['work'] });
  };
  const claim = useSend<TaskName>(`/api/requests/${status.reference}/claim`, taken);
  const release = useSend<TaskName>(`/api/requests/${status.reference}/release`, taken);
  if (!mayAct) return <Text c="dimmed">{t('work.notYours', { queue: t(`who.${task.queue}`) })}</Text>;
  if (task.queue === 'requester') return null;
  const isMine = task.claimedBy !== undefined && task.claimedBy === me?.id;
  const words = isMine
    ? t('work.claim.you')
    : task.claimedBy
      ? t('work.claim.other', { who: task.claimedBy })
      : t('work.claim.nobody');
  return (
    <>
      <Group gap="sm">
        <Text role="status">{words}</Text>
        {isMine ? (
          <Button
            size="xs"
            variant="subtle"
            loading={release.isPending}
            onClick={() => release.mutate({ task: task.id })}
          >
            {t('work.claim.release')}
          </Button>
        ) : (
          <Button size="xs" variant="light" loading={claim.isPending} onClick={() => claim.mutate({ task: task.id })}>
            {t(task.claimedBy ? 'work.claim.takeOver' : 'work.claim.take')}
          </Button>
        )}
      </Group>
      {[claim.error, release.error].map((error) => error && <Problem key={error.message} error={error} />)}
    </>
  );
}
