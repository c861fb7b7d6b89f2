import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Me, useMe } from '../me.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { useFollowLists, useRequests, useWaiting } from '../requests/data.ts';
import { Empty } from '../requests/empty.tsx';
import { asQuery, readFilter } from '../requests/filter.ts';
import { RequestList } from '../requests/list.tsx';
import { isOverdue, mostUrgentFirst } from './urgent.ts';

const LATEST = 5;
const MOST = 8;
const NOT_NARROWED = readFilter(new URLSearchParams());

/** What waits for me, overdue first, and what I have asked for last. */
export function Component() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page
      title={t('home.hello', { name: me?.name ?? '' })}
      actions={
        me?.mayAsk && (
          <Button component={Link} to="/ask">
            {t('requests.ask')}
          </Button>
        )
      }
    >
      {me && (
        <Stack gap="md">
          <WaitsForMe />
          <Latest me={me} />
        </Stack>
      )}
    </Page>
  );
}

function WaitsForMe() {
  const { t } = useTranslation();
  useFollowLists();
  const query = useWaiting();
  const items = mostUrgentFirst(query.data?.items ?? []);
  const overdue = items.filter((item) => isOverdue(item, Date.now())).length;
  const counts = query.isSuccess && (
    <Group gap="xs">
      {overdue > 0 && (
        <Badge color="red" tt="none">
          {t('home.overdue', { count: overdue })}
        </Badge>
      )}
      <Badge variant="light" tt="none">
        {t('home.waiting', { count: items.length })}
      </Badge>
    </Group>
  );
  return (
    <Section title={t('home.waitsForMe')} aside={counts}>
      <Loaded query={query} lines={2}>
        {() =>
          items.length === 0 ? (
            <Text c="dimmed">{t('home.nothingWaits')}</Text>
          ) : (
            <RequestList items={items.slice(0, MOST)} label={t('home.waitsForMe')} />
          )
        }
      </Loaded>
      {items.length > MOST && (
        <Anchor component={Link} to="/work">
          {t('home.allWork', { count: items.length })}
        </Anchor>
      )}
    </Section>
  );
}

function Latest({ me }: { me: Me }) {
  const { t } = useTranslation();
  const query = useRequests(asQuery(NOT_NARROWED, me.id));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section
      title={t('home.latest')}
      aside={
        <Anchor component={Link} to="/requests">
          {t('home.allMine')}
        </Anchor>
      }
    >
      {query.isPending && <Waiting lines={2} />}
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {items.length > 0 && <RequestList items={items.slice(0, LATEST)} label={t('home.latest')} />}
      {query.isSuccess && items.length === 0 && <Empty filter={NOT_NARROWED} hasMore={false} />}
    </Section>
  );
}
