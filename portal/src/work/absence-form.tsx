import { Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Absence } from '../../../src/domain/absence.ts';
import { useDraft } from '../draft.ts';
import { Problem } from '../parts/problem.tsx';
import { TimeInput, timeOf } from '../parts/time-input.tsx';
import { problemsOf, wordsAt } from '../problems.ts';
import { useSend } from '../sending.ts';

interface Entry {
  readonly from?: string;
  readonly until: string;
  readonly delegate: string | null;
  readonly reason?: string;
}

const EMPTY = { from: '', until: '', delegate: '', reason: '' };

/** Enters when whoever is signed in is away. */
export function AbsenceForm({ onEntered, onCancel }: { onEntered: (absence: Absence) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const [fields, setFields, forget] = useDraft('absence', EMPTY);
  const send = useSend<Entry, Absence>('/api/absences', (absence) => {
    forget();
    onEntered(absence);
  });
  const problems = problemsOf(send.error);
  const input = (name: keyof typeof EMPTY) => ({
    label: t(`work.away.${name}`),
    value: fields[name],
    error: wordsAt(problems, name),
  });
  const text = (name: keyof typeof EMPTY) => ({
    ...input(name),
    onChange: (event: { currentTarget: { value: string } }) =>
      setFields({ ...fields, [name]: event.currentTarget.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate(entryOf(fields));
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('work.away.text')}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TimeInput
            {...input('from')}
            description={t('work.away.fromHint')}
            onChange={(from) => setFields({ ...fields, from })}
          />
          <TimeInput
            {...input('until')}
            description="&nbsp;"
            required
            onChange={(until) => setFields({ ...fields, until })}
          />
          <TextInput {...text('delegate')} description={t('work.away.delegateHint')} autoComplete="off" />
          <TextInput {...text('reason')} description={t('work.away.reasonHint')} autoComplete="off" />
        </SimpleGrid>
        {send.error && problems.length === 0 && <Problem error={send.error} />}
        <Group>
          <Button type="submit" loading={send.isPending}>
            {t('work.away.enter')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('work.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function entryOf({ from, until, delegate, reason }: typeof EMPTY): Entry {
  const begin = timeOf(from);
  return {
    ...(begin ? { from: begin } : {}),
    until: timeOf(until) ?? until,
    delegate: delegate.trim() || null,
    ...(reason.trim() ? { reason: reason.trim() } : {}),
  };
}
