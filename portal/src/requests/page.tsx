import { Button, Stack, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useMe } from '../me.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { useFollowLists, useRequests } from './data.ts';
import { Empty } from './empty.tsx';
import { asAddress, asQuery, readFilter } from './filter.ts';
import { Filters } from './filters.tsx';
import { RequestList } from './list.tsx';

/** Requests that one may see, newest first, narrowed by what the address says. */
export function Component() {
  const { t } = useTranslation();
  const me = useMe();
  useFollowLists();
  const [address, setAddress] = useSearchParams();
  const filter = readFilter(address);
  const query = useRequests(asQuery(filter, me?.id ?? ''));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const ask = me?.mayAsk && (
    <Button component={Link} to="/ask">
      {t('requests.ask')}
    </Button>
  );
  return (
    <Page title={t('requests.title')} actions={ask}>
      <Filters filter={filter} onChange={(next) => setAddress(asAddress(next), { replace: true })} />
      <Stack gap="sm">
        <VisuallyHidden aria-live="polite">
          {query.isSuccess ? t('requests.count', { count: items.length }) : ''}
        </VisuallyHidden>
        {query.isPending && <Waiting lines={6} height={64} />}
        {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
        {items.length > 0 && <RequestList items={items} label={t('requests.list')} />}
        {query.isSuccess && items.length === 0 && <Empty filter={filter} hasMore={query.hasNextPage} />}
        {query.hasNextPage && (
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
            style={{ alignSelf: 'center' }}
          >
            {t('requests.more')}
          </Button>
        )}
      </Stack>
    </Page>
  );
}
