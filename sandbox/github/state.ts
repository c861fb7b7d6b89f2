import type { Run } from './actions/runs.ts';
import { APP_ID } from './auth.ts';
import type { Ruleset } from './ruleset.ts';

/** The repository this GitHub holds, and the organisation that owns it. */
export const OWNER = 'example';
export const REPOSITORY = 'fleet';
export const FLEET = `${OWNER}/${REPOSITORY}`;
/** When organisation, repository and App were made. */
export const STARTED = '2026-01-01T00:00:00Z';

export interface Pull {
  readonly number: number;
  title: string;
  body: string | null;
  readonly head: string;
  readonly base: string;
  /** Head as last seen; stays when the branch goes. */
  headSha: string;
  /** Base branch when the request was opened or last pushed to. */
  baseSha: string;
  state: 'open' | 'closed';
  readonly author: string;
  readonly createdAt: string;
  updatedAt: string;
  closed?: { readonly by: string; readonly at: string };
  merged?: { readonly sha: string; readonly by: string; readonly at: string };
  reviewers: string[];
}

export interface Review {
  readonly id: number;
  readonly pull: number;
  readonly login: string;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  readonly body: string;
  readonly commit: string;
  readonly at: string;
}

export interface Comment {
  readonly id: number;
  readonly pull: number;
  readonly login: string;
  readonly body: string;
  readonly at: string;
}

export interface Status {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  readonly at: string;
}

export interface Team {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly members: Map<string, 'active' | 'pending'>;
  readonly createdAt: string;
}

/** Rules of main. */
export interface Protection {
  contexts: readonly string[];
  /** The App that the checks must come from; null: anybody. */
  appId: number | null;
  enforceAdmins: boolean;
  mayForce: boolean;
  mayDelete: boolean;
}

export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

/** Everything that is not in git. Lost when the server ends. */
export interface State {
  readonly pulls: Map<number, Pull>;
  readonly reviews: Review[];
  readonly comments: Comment[];
  readonly statuses: Status[];
  readonly teams: Map<string, Team>;
  readonly runs: Run[];
  protection: Protection | undefined;
  readonly rulesets: Ruleset[];
  /** What the App's installation was granted. */
  permissions: Readonly<Record<string, 'read' | 'write'>>;
  webhook: WebhookTarget | undefined;
  lastId: number;
}

export function emptyState(): State {
  return {
    pulls: new Map(),
    reviews: [],
    comments: [],
    statuses: [],
    teams: new Map(),
    runs: [],
    protection: {
      contexts: ['berth/approval'],
      appId: Number(APP_ID),
      enforceAdmins: true,
      mayForce: false,
      mayDelete: false,
    },
    rulesets: [
      {
        id: 1000,
        name: 'The ledger only grows',
        enforcement: 'active',
        bypassActors: [],
        branches: ['berth-ledger'],
        rules: [{ type: 'deletion' }, { type: 'non_fast_forward' }],
        createdAt: STARTED,
      },
    ],
    permissions: {
      metadata: 'read',
      contents: 'write',
      pull_requests: 'write',
      statuses: 'write',
      members: 'write',
      actions: 'write',
    },
    webhook: undefined,
    lastId: 1000,
  };
}

export function nextId(state: State): number {
  state.lastId += 1;
  return state.lastId;
}

/** Now, in the whole seconds GitHub writes. */
export const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');
