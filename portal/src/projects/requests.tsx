import { Anchor, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../parts/loaded.tsx';
import { useRequests } from '../requests/data.ts';
import { RequestList } from '../requests/list.tsx';

/** How many are shown here; the list of requests has the rest. */
const SHOWN = '10';

/** The requests that made the project or changed it, as far as Temporal has them. */
export function ProjectRequests({ project }: { project: string }) {
  const { t } = useTranslation();
  const query = useRequests(new URLSearchParams({ project, limit: SHOWN }));
  return (
    <Loaded query={query} lines={2}>
      {({ pages }) => {
        const [first] = pages;
        if (!first || first.items.length === 0) return <Text size="sm">{t('projects.requests.none')}</Text>;
        return (
          <Stack gap="xs">
            <RequestList items={first.items} label={t('projects.requests.title')} />
            {first.cursor && (
              <Anchor component={Link} to={`/requests?project=${project}`} size="sm">
                {t('projects.requests.all')}
              </Anchor>
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}
