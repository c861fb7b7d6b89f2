import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { ProjectSummary } from '../../../src/domain/projects/project-page.ts';
import { useMe } from '../me.ts';
import { useOffer } from '../offer/data.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { useProjects } from '../projects/data.ts';
import { Ask } from './ask.tsx';
import type { AskFields } from './fields.ts';

/** A developer asks for a project and its environment. With `?project=` for one more environment of that project. */
export function Component() {
  const { t } = useTranslation();
  const me = useMe();
  const [search] = useSearchParams();
  const project = search.get('project') ?? '';
  const offer = useOffer();
  const projects = useProjects();
  if (me && !me.mayAsk) {
    return (
      <Page title={t('ask.title')}>
        <Text>{t('ask.notYours')}</Text>
      </Page>
    );
  }
  return (
    <Page title={t('ask.title')}>
      <Loaded query={offer}>
        {(offered) => (
          <Loaded query={projects}>
            {({ items }) => (
              <Ask
                name={`${me?.id ?? ''} ${project}`.trim()}
                forOthers={false}
                begin={beginWith(items, project)}
                offer={offered}
                projects={items}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

/** What is known of a project that stands. */
export function beginWith(projects: readonly ProjectSummary[], project: string): Partial<AskFields> {
  const found = projects.find(({ name }) => name === project);
  if (!found) return project === '' ? {} : { project };
  const { title, costCentre, leads } = found;
  return { project, title, costCentre, lead: leads[0] ?? '' };
}
