import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEnd, AuditPage } from '../../../src/domain/audit.ts';
import { get } from '../api.ts';
import { BerthWords } from '../parts/berth-words.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { Entries } from './entries.tsx';
import { Filters } from './filters.tsx';
import { type AuditFilter, isWanted, NO_FILTER, readBetween, readWhole } from './record.ts';

/** So many entries are looked at with one press. */
const STRIDE = 500;

const readAfter = (after: number) => get<AuditPage>(`/api/audit?after=${after}`);

/** The record of what was decided and done, for whoever may read it. */
export function Component() {
  const { t } = useTranslation();
  const end = useQuery({
    queryKey: ['audit', 'end'],
    queryFn: ({ signal }) => get<AuditEnd>('/api/audit/end', signal),
  });
  return (
    <Page title={t('audit.title')} actions={<Export />}>
      <Text c="dimmed">{t('audit.text')}</Text>
      <Loaded query={end}>
        {(known) => (
          <Stack gap="md">
            <End end={known} />
            <Lines key={known.seq} last={known.seq} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function End({ end: { seq, inGit, hash, problem } }: { end: AuditEnd }) {
  const { t } = useTranslation();
  return (
    <Section title={t('audit.end', { seq, inGit })}>
      <Group gap="xs">
        <Code style={{ overflowWrap: 'anywhere' }}>{hash}</Code>
        <CopyButton value={`${seq} ${hash}`}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {t(copied ? 'work.manual.copied' : 'work.manual.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="sm" c="dimmed">
        {t('audit.verify')}
      </Text>
      {problem && (
        <Text c="red">
          {t('audit.problem')} <BerthWords text={problem} />
        </Text>
      )}
    </Section>
  );
}

function Lines({ last }: { last: number }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<AuditFilter>(NO_FILTER);
  const lines = useInfiniteQuery({
    queryKey: ['audit', 'lines', last],
    queryFn: ({ pageParam: until }) => readBetween(readAfter, Math.max(1, until - STRIDE + 1), until),
    initialPageParam: last,
    getNextPageParam: (_, __, until) => (until > STRIDE ? until - STRIDE : undefined),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const looked = lines.data?.pages.flat() ?? [];
  const first = looked.at(-1)?.seq ?? last;
  return (
    <Section title={t('audit.entries')}>
      <Filters filter={filter} onChange={setFilter} />
      {lines.error && <Problem error={lines.error} onRetry={() => void lines.refetch()} />}
      <Entries entries={looked.filter((entry) => isWanted(filter, entry))} isLoading={lines.isPending} />
      <Group>
        <Text size="sm" role="status">
          {looked.length > 0 && t('audit.looked', { first, last })}
        </Text>
        {lines.hasNextPage && (
          <Button
            size="xs"
            variant="default"
            loading={lines.isFetchingNextPage}
            onClick={() => void lines.fetchNextPage()}
          >
            {t('audit.further')}
          </Button>
        )}
      </Group>
    </Section>
  );
}

/** Saves the record as `berth audit export` prints it. */
function Export() {
  const { t } = useTranslation();
  const save = useMutation({
    mutationFn: async () => {
      const url = URL.createObjectURL(new Blob([await readWhole(readAfter)], { type: 'application/jsonl' }));
      const link = Object.assign(document.createElement('a'), { href: url, download: 'berth-audit.jsonl' });
      link.click();
      URL.revokeObjectURL(url);
    },
  });
  return (
    <>
      <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
        {t('audit.export')}
      </Button>
      {save.error && <Problem error={save.error} />}
    </>
  );
}
