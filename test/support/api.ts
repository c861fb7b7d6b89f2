import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { Hono } from 'hono';
import { BERTH_CLIENT_SECRET, berthClients, type SandboxIssuer, startIssuer } from '../../sandbox/issuer/issuer.ts';
import { makeContext } from '../../sandbox/kit/context.ts';
import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';
import { createApi } from '../../src/api/app.ts';
import { createBackground } from '../../src/api/background.ts';
import type { ApiDeps } from '../../src/api/deps.ts';
import { createEvents } from '../../src/api/events/events.ts';
import { createBearerVerifier } from '../../src/auth/bearer.ts';
import { createOidcSignIn } from '../../src/auth/oidc.ts';
import { Secret } from '../../src/config.ts';
import { readOffer } from '../../src/domain/offer/read-offer.ts';
import type { Problem } from '../../src/domain/request.ts';
import { explainPolicy } from '../../src/intake/explain-policy.ts';
import { previewRequest } from '../../src/intake/preview.ts';
import { createEmbeddedEngine } from '../../src/policy/embedded.ts';
import { whoDecides } from '../../src/policy/who-decides.ts';
import { authSettings } from './auth.ts';
import { holdToDeclaration } from './declared-answers.ts';
import { standIn } from './fixture.ts';
import { memoryLedger, memoryRecord } from './ledger.ts';
import { type StandingRequests, startStandingRequests } from './standing-request.ts';
import { CATALOGUE, fleet } from './worked-example.ts';

export const DECISION_KEY = new Secret('a decision key of at least thirty-two bytes');
export const WEBHOOK_SECRET = 'webhook secret';
export const SIGNING_SECRET = 'slack signing secret';
/** Where people reach it. */
export const PUBLIC_URL = 'https://berth.example.test';
export const FLEET = 'example/fleet';
export const UI_ORIGIN = 'https://temporal.example.test';

/** With a payload codec, which only the codec server makes anything of here. */
export const TEMPORAL: ApiDeps['config']['temporal'] = {
  namespace: 'default',
  uiUrl: `${UI_ORIGIN}/ui/`,
  codec: { keys: [{ id: '2026-11', key: new Secret('0f'.repeat(32)) }] },
};

/** Projects of the sandbox's people, as the directory has them once step 2 has run. */
const PROJECT_GROUPS: Readonly<Record<string, readonly string[]>> = {
  lee: ['berth-payments-leads'],
  dana: ['berth-payments-developers'],
};

const inDirectory = Object.values<SandboxPerson>(PEOPLE).filter((person) => person.inDirectory);

/** The directory of the sandbox's people as plain functions: routes are tested here, LDAP elsewhere. */
export const directory = {
  findPerson: async (by: { mail?: string; id?: string; githubLogin?: string }) => {
    const found = inDirectory.find(
      (p) => p.id === by.id || p.mail === by.mail || (p.github && p.github === by.githubLogin),
    );
    return found ? { id: found.id, name: found.name, mail: found.mail } : null;
  },
  searchPeople: async (words: string, most: number) =>
    inDirectory.filter(({ name }) => name.toLowerCase().startsWith(words.toLowerCase())).slice(0, most),
  groupsOf: async (id: string) => [
    ...(inDirectory.find((p) => p.id === id)?.groups ?? []),
    ...(PROJECT_GROUPS[id] ?? []),
  ],
  absencesOf: async () => new Map(),
  membersOf: async (group: string) => Object.keys(PROJECT_GROUPS).filter((id) => PROJECT_GROUPS[id]?.includes(group)),
};

/** The policy that Berth ships, and the groups that it may name. */
export const APPROVAL = {
  policy: createEmbeddedEngine(),
  groups: {
    support: 'berth-support',
    operators: 'berth-operators',
    security: 'berth-security',
    auditors: 'berth-auditors',
  },
};

/** The fields of answers that tests read. */
export interface Answered {
  readonly reference: string;
  readonly items: readonly { readonly reference: string }[];
  readonly cursor?: string;
  readonly detail: string;
  readonly problems: readonly Problem[];
}

export const bodyOf = async (answer: Response | Promise<Response>) => (await (await answer).json()) as Answered;

export interface TestApi {
  readonly app: Hono;
  readonly issuer: SandboxIssuer;
  readonly deps: ApiDeps;
  /** Every line that was logged, as one text. */
  readonly logged: () => string;
  /** A call as this person. */
  call(
    person: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
  close(): Promise<void>;
}

/** The API over a real Temporal, a real issuer and the directory above. */
export async function startTestApi(client: Client, replace: Partial<ApiDeps> = {}): Promise<TestApi> {
  const clients = berthClients(PUBLIC_URL);
  const issuer = await startIssuer(makeContext(mkdtempSync(join(tmpdir(), 'berth-api-'))), { clients });
  const clientSecret = new Secret(BERTH_CLIENT_SECRET);
  const auth = { ...authSettings(DECISION_KEY), issuer: issuer.url, clientSecret };
  const lines: unknown[] = [];
  const log = {
    info: (...l: unknown[]) => void lines.push(l),
    warn: (...l: unknown[]) => void lines.push(l),
    error: (...l: unknown[]) => void lines.push(l),
  };
  const deps: ApiDeps = {
    config: {
      temporal: TEMPORAL,
      publicUrl: PUBLIC_URL,
      api: { host: '127.0.0.1', port: 0, proxies: 0 },
      auth,
      github: {
        baseUrl: '',
        appId: '1',
        privateKey: new Secret(''),
        fleet: FLEET,
        webhookSecret: new Secret(WEBHOOK_SECRET),
        writes: { perMinute: 80, perHour: 500 },
      },
      webhooks: { allow: [] },
      clusters: { 'cluster-east-prod': { kubeconfig: new Secret('') } },
      slack: { apiUrl: '', token: new Secret(''), signingSecret: new Secret(SIGNING_SECRET), channel: 'C1' },
      directory: {
        groups: {
          support: 'berth-support',
          operators: 'berth-operators',
          auditors: 'berth-auditors',
          security: 'berth-security',
        },
      } as ApiDeps['config']['directory'],
    },
    client,
    log,
    background: createBackground(log),
    events: createEvents(client),
    portalFolder: mkdtempSync(join(tmpdir(), 'berth-portal-')),
    verifyBearer: createBearerVerifier(auth),
    signIn: { way: 'oidc', ...createOidcSignIn({ auth, redirectUri: `${PUBLIC_URL}/sign-in/done` }) },
    ...directory,
    slackUserMail: async (slackId) =>
      Object.values<SandboxPerson>(PEOPLE).find((p) => p.slack === slackId)?.mail ?? null,
    openSlackModal: async () => {},
    publishSlackHome: async () => {},
    preview: (input) =>
      previewRequest(
        { ...directory, ...APPROVAL, catalogue: CATALOGUE, readFleet: async () => fleet(), staff: [] },
        input,
      ),
    readFromFleet: async (read) => read(fleet()),
    readOffer: async () => readOffer(fleet(), CATALOGUE),
    whoDecides: () => whoDecides(APPROVAL.policy, readOffer(fleet(), CATALOGUE), {}),
    explainPolicy: (status, whatIf) =>
      explainPolicy({ ...directory, ...APPROVAL, readFleet: async () => fleet() }, status, whatIf),
    systems: async () => ({ at: '2026-11-22T09:00:00.000Z', findings: [] }),
    ledger: memoryLedger([]),
    changedFiles: async () => [],
    record: memoryRecord([]),
    activate: async () => ({ outcome: 'done' }),
    ...replace,
  };
  const app = createApi(deps);
  holdToDeclaration(app);
  return {
    app,
    issuer,
    deps,
    logged: () => JSON.stringify(lines),
    call: async (person, method, path, body, headers = {}) =>
      app.request(path, {
        method,
        headers: {
          authorization: `Bearer ${await issuer.tokenFor(person)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    close: async () => {
      await deps.events.close();
      await deps.background.settled();
      await issuer.close();
    },
  };
}

/** One API for all tests of a file, and the requests it is asked about. They are there inside tests and hooks only. */
export function wholeFileApi(replace: Partial<ApiDeps> = {}): { requests: StandingRequests; api: TestApi } {
  let requests: StandingRequests | undefined;
  let api: TestApi | undefined;
  beforeAll(async () => {
    requests = await startStandingRequests();
    api = await startTestApi(requests.env.client, replace);
  });
  afterAll(async () => {
    await api?.close();
    await requests?.close();
  });
  return { requests: standIn(() => requests), api: standIn(() => api) };
}
