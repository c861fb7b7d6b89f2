import { Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../api.ts';
import { useEvents } from '../events.ts';
import { useMe } from '../me.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { Absences } from './absences.tsx';
import { ItemRow } from './item-row.tsx';
import { sortWork, type WorkItem } from './items.ts';
import classes from './work.module.css';

type Tasks = { readonly items: readonly WorkItem[] };

const readWork = async (signal: AbortSignal) => {
  const [mine, queue] = await Promise.all(
    (['mine', 'queue'] as const).map((scope) => get<Tasks>(`/api/tasks?scope=${scope}`, signal)),
  );
  return sortWork(mine?.items ?? [], queue?.items ?? []);
};

/** What waits for whoever is signed in, and for the queues they serve; the most pressing first. */
export function Component() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const work = useQuery({ queryKey: ['work'], queryFn: ({ signal }) => readWork(signal) });
  useEvents('/api/work/events', { work: () => void client.invalidateQueries({ queryKey: ['work'] }) });
  const serves = (useMe()?.queues.length ?? 0) > 0;
  return (
    <Page title={t('work.title')}>
      <Loaded query={work} lines={3}>
        {({ mine, queue }) => (
          <>
            <Section title={t('work.mine')} items={mine} empty={t('work.nothing')} />
            {serves && <Section title={t('work.queue')} items={queue} empty={t('work.nothingQueued')} />}
          </>
        )}
      </Loaded>
      <Absences />
    </Page>
  );
}

interface SectionProps {
  readonly title: string;
  readonly items: readonly WorkItem[];
  readonly empty: ReactNode;
}

function Section({ title, items, empty }: SectionProps) {
  const id = useId();
  return (
    <Stack component="section" gap="sm" aria-labelledby={id}>
      <Title order={2} size="h4" id={id}>
        {title} {items.length > 0 && `(${items.length})`}
      </Title>
      {items.length === 0 && <Text c="dimmed">{empty}</Text>}
      <ul className={classes['list']} aria-labelledby={id}>
        {items.map((item) => (
          <ItemRow key={item.reference} item={item} />
        ))}
      </ul>
    </Stack>
  );
}
