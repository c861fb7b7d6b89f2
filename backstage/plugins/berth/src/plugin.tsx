import type { Entity } from '@backstage/catalog-model';
import { createFrontendPlugin, createRouteRef, PageBlueprint } from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { PROJECT } from './api';

const Ship = () => (
  <svg viewBox="0 0 24 24" width="1em" height="1em" fill="currentColor" aria-hidden="true">
    <path d="M3 14h18l-2.600 5.300a1.500 1.500 0 0 1-1.300.700H6.900a1.500 1.500 0 0 1-1.300-.700zM6 8h12v4.500H6zM10.800 3.500h2.400V6.500h-2.400z" />
  </svg>
);

const page = PageBlueprint.make({
  params: {
    path: '/berth',
    title: 'Berth',
    icon: <Ship />,
    routeRef: createRouteRef(),
    loader: async () => {
      const { MyWork } = await import('./my-work');
      return <MyWork />;
    },
  },
});

const card = EntityCardBlueprint.make({
  name: 'requests',
  params: {
    filter: ({ kind, metadata }: Entity) => kind === 'System' && Boolean(metadata.annotations?.[PROJECT]),
    loader: async () => {
      const { ProjectRequests } = await import('./project-requests');
      return <ProjectRequests />;
    },
  },
});

/** A page with what waits for you in Berth, and a card on each project with its requests. */
export const berthPlugin = createFrontendPlugin({ pluginId: 'berth', extensions: [page, card] });
