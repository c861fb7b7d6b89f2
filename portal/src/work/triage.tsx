import { Button, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestDraft } from '../../../src/domain/request.ts';
import { useDraft } from '../draft.ts';
import { Mendings } from '../parts/mendings.tsx';
import { Problem } from '../parts/problem.tsx';
import { inside, notAt, problemsOf } from '../problems.ts';
import { useCompletion } from './completion.ts';
import type { TaskFormProps } from './task-form.ts';
import { draftOf, fieldsOf, type TriageFields } from './triage-fields.ts';
import { ProjectFields, RemovalFields } from './triage-inputs.tsx';
import classes from './work.module.css';

const SHOWN = /^(project|title|lead|costCentre|members|reason|environment|environments)\b/;

/** Support completes what could not be understood, beside what was written. */
export function Triage({ task, ...props }: TaskFormProps) {
  if (!task.draft) return null;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Written draft={task.draft} />
      <TriageForm {...props} task={task} draft={task.draft} />
    </SimpleGrid>
  );
}

function Written({ draft }: { draft: RequestDraft }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="md" radius="md" component="section" style={{ alignSelf: 'start' }}>
      <Title order={2} size="h5">
        {t('work.triage.written')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('work.triage.requester', { who: draft.requester })}
      </Text>
      <Text size="sm" className={classes['written']} tabIndex={0}>
        {draft.text ?? t('work.triage.nothingWritten')}
      </Text>
    </Paper>
  );
}

function TriageForm({ status, task, draft, mayAct, pending, onSent }: TaskFormProps & { draft: RequestDraft }) {
  const { t } = useTranslation();
  const [fields, setFields, forget] = useDraft<TriageFields>(`${status.reference}.triage`, fieldsOf(draft));
  const send = useCompletion(status.reference, () => {
    forget();
    onSent();
  });
  const answered = inside('draft', problemsOf(send.error));
  const problems = answered.length > 0 ? answered : (task.problems ?? []);
  const elsewhere = notAt(problems, (where) => SHOWN.test(where));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate({ task: 'triage', draft: draftOf(fields, draft) });
  };
  const Inputs = draft.kind === 'decommission' ? RemovalFields : ProjectFields;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {elsewhere.length > 0 && <Mendings title={t('work.problems')} problems={elsewhere} />}
        <Inputs
          fields={fields}
          problems={problems}
          disabled={!mayAct}
          onChange={(change) => setFields({ ...fields, ...change })}
        />
        {send.error && answered.length === 0 && <Problem error={send.error} />}
        {(mayAct || pending) && (
          <Button type="submit" loading={send.isPending || pending} style={{ alignSelf: 'flex-start' }}>
            {t('work.triage.send')}
          </Button>
        )}
      </Stack>
    </form>
  );
}
