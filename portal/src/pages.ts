import type { TablerIcon } from '@tabler/icons-react';
import {
  IconChecklist,
  IconHeartbeat,
  IconHome,
  IconListCheck,
  IconListDetails,
  IconPackages,
  IconSitemap,
  IconSquarePlus,
  IconUserPlus,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Role } from '../../src/auth/roles.ts';
import type { Me } from './me.ts';
import type { en } from './texts/en.ts';

/** A page: where it is, what loads it, and, if it stands in the navigation, as what and for whom. */
export interface PageRoute {
  readonly path: string;
  readonly lazy: () => Promise<{ Component: ComponentType }>;
  readonly nav?: {
    readonly key: keyof typeof en.nav;
    readonly icon: TablerIcon;
    /** Everybody who is signed in, unless said otherwise. What a page shows is decided by the API. */
    readonly when?: (me: Me) => boolean;
  };
}

/** Roles that hold wherever their people look. */
const STAFF: readonly Role[] = ['support', 'platform-operator', 'security', 'auditor'];
/** Those of them that read the record. */
const READERS: readonly Role[] = ['platform-operator', 'security', 'auditor'];

/** All pages, in the order of the navigation. */
export const PAGES: readonly PageRoute[] = [
  { path: '/', lazy: () => import('./home/page.tsx'), nav: { key: 'home', icon: IconHome } },
  {
    path: '/ask',
    lazy: () => import('./ask/page.tsx'),
    nav: { key: 'ask', icon: IconSquarePlus, when: ({ mayAsk }) => mayAsk },
  },
  {
    path: '/start',
    lazy: () => import('./start/page.tsx'),
    nav: { key: 'start', icon: IconUserPlus, when: ({ mayAskForOthers }) => mayAskForOthers },
  },
  { path: '/requests', lazy: () => import('./requests/page.tsx'), nav: { key: 'requests', icon: IconListDetails } },
  { path: '/requests/:reference', lazy: () => import('./request/page.tsx') },
  { path: '/requests/:reference/select', lazy: () => import('./ask/select-page.tsx') },
  { path: '/work', lazy: () => import('./work/page.tsx'), nav: { key: 'work', icon: IconChecklist } },
  { path: '/decisions/:reference', lazy: () => import('./decisions/page.tsx') },
  { path: '/work/:reference', lazy: () => import('./work/task-page.tsx') },
  { path: '/projects', lazy: () => import('./projects/page.tsx'), nav: { key: 'projects', icon: IconSitemap } },
  { path: '/projects/:project', lazy: () => import('./projects/project-page.tsx') },
  { path: '/projects/:project/remove/:environment', lazy: () => import('./projects/remove-page.tsx') },
  {
    path: '/operations',
    lazy: () => import('./operations/page.tsx'),
    nav: { key: 'operations', icon: IconHeartbeat, when: ({ roles }) => roles.some((role) => STAFF.includes(role)) },
  },
  { path: '/catalogue', lazy: () => import('./catalogue/page.tsx'), nav: { key: 'catalogue', icon: IconPackages } },
  {
    path: '/audit',
    lazy: () => import('./audit/page.tsx'),
    nav: { key: 'audit', icon: IconListCheck, when: ({ roles }) => roles.some((role) => READERS.includes(role)) },
  },
];
