import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '../parts/page.tsx';
import { Clusters } from './clusters.tsx';
import { Flow } from './flow.tsx';
import { Freezes } from './freezes.tsx';
import { Incidents } from './incidents.tsx';
import { Systems } from './systems.tsx';

const VIEWS = { incidents: Incidents, freezes: Freezes, flow: Flow, clusters: Clusters, systems: Systems } as const;
type View = keyof typeof VIEWS;
const NAMES = Object.keys(VIEWS) as View[];

/** Everything as a whole, for whoever keeps it going: what is stuck, frozen, slow, full or broken. */
export function Component() {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const asked = query.get('show');
  const shown = NAMES.find((name) => name === asked) ?? 'incidents';
  return (
    <Page title={t('operations.title')}>
      <Tabs value={shown} onChange={(show) => setQuery(show ? { show } : {}, { replace: true })} keepMounted={false}>
        <Tabs.List aria-label={t('operations.title')} mb="md">
          {NAMES.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`operations.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {NAMES.map((name) => {
          const Shown = VIEWS[name];
          return (
            <Tabs.Panel key={name} value={name}>
              <Shown />
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </Page>
  );
}
