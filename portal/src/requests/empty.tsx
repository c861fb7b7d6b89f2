import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMe } from '../me.ts';
import { type Filter, isNarrowed } from './filter.ts';

/** Says why nothing is there, and what to do. */
export function Empty({ filter, hasMore }: { filter: Filter; hasMore: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  if (isNarrowed(filter) || filter.whose === 'all' || hasMore)
    return (
      <Text c="dimmed">
        {t('requests.noneMatch')} {hasMore && t('requests.noneMore')}
      </Text>
    );
  return (
    <Stack align="flex-start" gap="sm">
      <Text>{t('requests.none')}</Text>
      {me?.mayAsk && (
        <Button component={Link} to="/ask">
          {t('requests.ask')}
        </Button>
      )}
    </Stack>
  );
}
