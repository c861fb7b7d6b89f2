import { STEP_TITLES } from '../../../src/domain/steps.ts';
import { ask } from '../ask/texts.en.ts';
import { audit } from '../audit/texts.en.ts';
import { catalogue } from '../catalogue/texts.en.ts';
import { decisions } from '../decisions/texts.en.ts';
import { home } from '../home/texts.en.ts';
import { operations } from '../operations/texts.en.ts';
import { projects } from '../projects/texts.en.ts';
import { request } from '../request/texts.en.ts';
import { requests } from '../requests/texts.en.ts';
import { work } from '../work/texts.en.ts';

/** Everything the portal says, in English. Another language is an object of the same type, so it is complete or does not compile. */
export const en = {
  nav: {
    home: 'Home',
    requests: 'Requests',
    work: 'My work',
    operations: 'Operations',
    audit: 'Audit',
    ask: 'Ask',
    start: 'Ask for somebody',
    projects: 'Projects',
    catalogue: 'Catalogue',
  },
  frame: {
    menu: 'Menu',
    toHome: 'Berth: to the first page',
    pages: 'Pages',
    loading: 'Loading…',
    updated: 'Berth was updated, so this page was loaded anew.',
  },
  account: { light: 'Light', dark: 'Dark', auto: 'As the system has it', signOut: 'Sign out' },
  problem: { title: 'That did not work', retry: 'Try again', signIn: 'Sign in again' },
  broken: {
    title: 'This page cannot be shown',
    notLoaded:
      'A part of the page did not arrive. Is there a network? If Berth is being updated, it is there in a moment.',
  },
  notFound: { title: 'There is no such page', text: 'The link may have lost its end. Start again from the menu.' },
  phase: {
    running: 'Running',
    waiting: 'Waiting',
    'needs-person': 'Needs somebody',
    undoing: 'Being undone',
    ready: 'Ready',
    'partially-ready': 'Partly ready',
    removed: 'Removed',
    rejected: 'Rejected',
    withdrawn: 'Withdrawn',
    expired: 'Expired',
    undone: 'Undone',
  },
  step: STEP_TITLES,
  who: { support: 'Support', operators: 'Operators', requester: 'Requester' },
  waiting: { since: 'Since', until: 'Until', next: '; then:' },
  audit,
  decisions,
  ask,
  catalogue,
  home,
  operations,
  projects,
  request,
  requests,
  work,
};

type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
export type Texts = Same<typeof en>;
