import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FreezeWindow } from '../../../src/domain/freeze.ts';
import { useDraft } from '../draft.ts';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { TimeInput, timeOf } from '../parts/time-input.tsx';
import { problemsOf, wordsAt } from '../problems.ts';
import { useSend } from '../sending.ts';
import { useClusters, useReadAgain } from './data.ts';

type Order = Pick<FreezeWindow, 'target' | 'until' | 'reason'>;
const EMPTY: Order = { target: 'all', until: '', reason: '' };

/** Freezes one cluster, or all of them, until a time. */
export function FreezeForm() {
  const { t } = useTranslation();
  const targets = useTargets();
  const [fields, setFields, forget] = useDraft('freeze', EMPTY);
  const readAgain = useReadAgain();
  const send = useSend<Order>('/api/freeze', async () => {
    forget();
    setFields(EMPTY);
    await readAgain();
  });
  const problems = problemsOf(send.error);
  const at = (name: keyof Order) => ({ value: fields[name], error: wordsAt(problems, name) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate({ ...fields, until: timeOf(fields.until) ?? fields.until });
  };
  return (
    <Section title={t('operations.freezes.set')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label={t('operations.freezes.target')}
              description="&nbsp;"
              data={targets}
              {...at('target')}
              allowDeselect={false}
              onChange={(target) => setFields({ ...fields, target: target ?? 'all' })}
            />
            <TimeInput
              label={t('operations.freezes.until')}
              description={t('operations.freezes.untilHint')}
              required
              {...at('until')}
              onChange={(until) => setFields({ ...fields, until })}
            />
          </SimpleGrid>
          <TextInput
            label={t('operations.freezes.reason')}
            description={t('operations.freezes.reasonHint')}
            required
            minLength={3}
            {...at('reason')}
            onChange={(event) => setFields({ ...fields, reason: event.currentTarget.value })}
          />
          {send.error && problems.length === 0 && <Problem error={send.error} />}
          <Group>
            <Button type="submit" loading={send.isPending}>
              {t('operations.freezes.set')}
            </Button>
            <Text size="sm" role="status">
              {send.isSuccess && t('operations.freezes.isSet')}
            </Text>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function useTargets(): { value: string; label: string }[] {
  const { t } = useTranslation();
  const clusters = useClusters().data?.items ?? [];
  return [
    { value: 'all', label: t('operations.freezes.all') },
    ...clusters.map(({ name }) => ({ value: name, label: name })),
  ];
}
