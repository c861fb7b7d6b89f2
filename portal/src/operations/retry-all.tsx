import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../draft.ts';
import { Problem } from '../parts/problem.tsx';
import { problemsOf, wordsAt } from '../problems.ts';
import { useSend } from '../sending.ts';
import { useReadAgain } from './data.ts';

interface Answer {
  readonly asked: number;
  readonly underWay: number;
}

/** Has every request of an incident tried again, once somebody has said what is mended. */
export function RetryAll({ incidentKey }: { incidentKey: string }) {
  const { t } = useTranslation();
  const [isAsking, { open, close }] = useDisclosure();
  const [reason, setReason, forget] = useDraft(`incident.${incidentKey}`, '');
  const readAgain = useReadAgain();
  const send = useSend<{ reason: string }, Answer>(`/api/incidents/${incidentKey}/retry`, async () => {
    forget();
    close();
    await readAgain();
  });
  if (!isAsking) {
    return (
      <Group>
        <Button size="xs" onClick={open}>
          {t('operations.incidents.retry')}
        </Button>
        <Text size="sm" role="status">
          {send.data && t('operations.incidents.answer', { ...send.data })}
        </Text>
      </Group>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate({ reason: reason.trim() });
  };
  return (
    <form onSubmit={submit} style={{ width: '100%' }}>
      <Stack gap="xs">
        <Text size="sm">{t('operations.incidents.retryText')}</Text>
        <Textarea
          label={t('operations.incidents.reason')}
          required
          minLength={3}
          autosize
          minRows={2}
          autoFocus
          value={reason}
          error={wordsAt(problemsOf(send.error), 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {send.error && <Problem error={send.error} />}
        <Group>
          <Button type="submit" size="xs" loading={send.isPending}>
            {t('operations.incidents.confirm')}
          </Button>
          <Button size="xs" variant="default" onClick={close}>
            {t('operations.incidents.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
