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

/** Everything the portal says, in English; its type is what every other language has to say as well. */
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
    close: 'Close',
  },
  account: {
    light: 'Light',
    dark: 'Dark',
    auto: 'As the system has it',
    signOut: 'Sign out',
  },
  problem: {
    title: 'That did not work',
    retry: 'Try again',
    signIn: 'Sign in again',
    noAnswer: 'Berth does not answer. Is there a network?',
    onlyStatus: 'Berth answers {{status}}.',
  },
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
  form: {
    yes: 'Yes',
    no: 'No',
    add: 'Add',
    copy: 'Copy',
    moveUp: 'Move up',
    moveDown: 'Move down',
    remove: 'Remove',
    clear: 'Clear',
    empty: 'Nothing yet',
    key: 'Key of {{name}}',
    deprecated: '{{name}} (deprecated)',
  },
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
