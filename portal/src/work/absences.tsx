import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Absence } from '../../../src/domain/absence.ts';
import { get } from '../api.ts';
import { Time } from '../format.tsx';
import { moment } from '../intl.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { useSend } from '../sending.ts';
import { AbsenceForm } from './absence-form.tsx';

interface Known {
  readonly person: string;
  readonly items: readonly Absence[];
}
const KEY = ['absences'];

/** When whoever is signed in is away, and who stands in. */
export function Absences() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [isEntering, { open, close }] = useDisclosure();
  const absences = useQuery({ queryKey: KEY, queryFn: ({ signal }) => get<Known>('/api/absences', signal) });
  // A worker takes it in a moment later.
  const keep = (change: (items: readonly Absence[]) => Absence[]) =>
    client.setQueryData<Known>(KEY, (known) => known && { ...known, items: change(known.items) });
  return (
    <Section
      title={t('work.away.title')}
      aside={
        !isEntering && (
          <Button size="xs" variant="default" onClick={open}>
            {t('work.away.add')}
          </Button>
        )
      }
    >
      <Loaded query={absences} lines={1}>
        {({ items }) => (
          <Stack gap="xs">
            {items.length === 0 && <Text c="dimmed">{t('work.away.none')}</Text>}
            {items.map((absence) => (
              <AbsenceLine
                key={absence.id}
                absence={absence}
                onEnded={() => keep((known) => known.filter(({ id }) => id !== absence.id))}
              />
            ))}
          </Stack>
        )}
      </Loaded>
      {isEntering && (
        <AbsenceForm
          onEntered={(absence) => {
            keep((known) => [...known, absence]);
            close();
          }}
          onCancel={close}
        />
      )}
    </Section>
  );
}

function AbsenceLine({ absence, onEnded }: { absence: Absence; onEnded: () => void }) {
  const { t, i18n } = useTranslation();
  const { id, from, until, delegate, reason } = absence;
  const end = useSend<{ id: string }>('/api/absences/end', onEnded);
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          <Time at={from} /> – <Time at={until} />,{' '}
          {delegate === null ? t('work.away.nobody') : t('work.away.standsIn', { who: delegate })}
          {reason && `: ${reason}`}
        </Text>
        <Button
          size="xs"
          variant="subtle"
          loading={end.isPending}
          aria-label={t('work.away.endOne', { until: moment(until, i18n.language) })}
          onClick={() => end.mutate({ id })}
        >
          {t('work.away.end')}
        </Button>
      </Group>
      {end.error && <Problem error={end.error} />}
    </>
  );
}
