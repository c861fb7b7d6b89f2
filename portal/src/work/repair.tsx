import { Anchor, Button, Radio, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDraft } from '../draft.ts';
import { useMe } from '../me.ts';
import { BerthWords } from '../parts/berth-words.tsx';
import { Facts } from '../parts/facts.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { problemsOf, wordsAt } from '../problems.ts';
import { useSend } from '../sending.ts';
import { PlanForm } from './accounts.tsx';
import { needsReason, type RepairChoice, repairsOf } from './repairs.ts';
import { selectionPage } from './selection-link.tsx';
import type { TaskFormProps } from './task-form.ts';

/** What failed, whose turn it is, and what can be done about it. */
export function Repair(props: TaskFormProps) {
  const { status, task, mayAct, pending, onSent } = props;
  const { t } = useTranslation();
  const roles = useMe()?.roles ?? [];
  const choices = repairsOf(status, roles.includes('platform-operator'));
  const [choice, setChoice] = useState<RepairChoice>('retry');
  return (
    <>
      <Failure {...props} />
      {(mayAct || pending) && (
        <Section title={t('work.repair.mend')}>
          <Radio.Group value={choice} onChange={setChoice} label={t('work.repair.how')}>
            <Stack gap="sm" mt="xs">
              {choices.map((one) => (
                <Radio
                  key={one}
                  value={one}
                  label={t(`work.repair.${one}`)}
                  description={t(HINTS[one])}
                  disabled={pending}
                />
              ))}
            </Stack>
          </Radio.Group>
          {choice === 'editAccounts' && task.plan ? (
            <PlanForm
              {...{ status, mayAct, pending, onSent }}
              plan={task.plan}
              found={task.problems ?? []}
              act="repair"
              bodyOf={(plan) => ({ repair: 'edit', plan: plan ?? task.plan })}
            />
          ) : (
            <Order key={choice} {...props} choice={choice} />
          )}
        </Section>
      )}
    </>
  );
}

const HINTS = {
  retry: 'work.repair.retryHint',
  editAccounts: 'work.repair.editHint',
  editSelection: 'work.repair.editHint',
  skip: 'work.repair.skipHint',
  accept: 'work.repair.acceptHint',
  undo: 'work.repair.undoHint',
} as const satisfies Record<RepairChoice, string>;

function Failure({ status, task }: TaskFormProps) {
  const { t } = useTranslation();
  const { failure } = status;
  return (
    <Section title={t('work.repair.failed')}>
      <Facts
        facts={[
          [t('work.repair.message'), <BerthWords key="message" text={failure?.message ?? task.title} />],
          [t('work.repair.type'), failure?.type],
          [t('work.repair.step'), t(`step.${failure?.step ?? status.step}`)],
          [t('work.repair.turn'), t(`who.${task.queue}`)],
          [t('work.repair.incident'), failure?.incident && <IncidentLink incident={failure.incident} />],
        ]}
      />
    </Section>
  );
}

function IncidentLink({ incident }: { incident: string }) {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to={`/operations?incident=${incident}`} inherit underline="always">
      {incident}: {t('work.repair.toIncident')}
    </Anchor>
  );
}

type OrderProps = TaskFormProps & { readonly choice: RepairChoice };

function Order({ status, choice, pending, onSent }: OrderProps) {
  const { t } = useTranslation();
  const { reference } = status;
  const [reason, setReason, forget] = useDraft(`${reference}.repair.${choice}`, '');
  const send = useSend<object>(`/api/requests/${reference}/repair`, () => {
    forget();
    onSent();
  });
  if (choice === 'editSelection') {
    return (
      <Anchor component={Link} to={selectionPage(reference)}>
        {t('work.repair.editSelection')}
      </Anchor>
    );
  }
  const isMissing = needsReason(choice) && reason.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isMissing) send.mutate({ repair: choice, ...(reason.trim() ? { reason: reason.trim() } : {}) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="flex-start">
        <Textarea
          w="100%"
          label={t('work.repair.reason')}
          required={needsReason(choice)}
          value={reason}
          autosize
          minRows={2}
          error={wordsAt(problemsOf(send.error), 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {send.error && <Problem error={send.error} />}
        <Button type="submit" {...(choice === 'undo' ? { color: 'red' } : {})} loading={send.isPending || pending}>
          {t(`work.repair.${choice}`)}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {pending && t('work.sent')}
        </Text>
      </Stack>
    </form>
  );
}
