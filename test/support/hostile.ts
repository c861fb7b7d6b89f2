/*
 * A Berth in which every text that people can write, by whichever door, holds what a browser would take for elements and
 * scripts: what requests, their stories, the ledger, the record, the fleet, the directory and freezes keep of it.
 */
import { join } from 'node:path';
import type { Hono } from 'hono';
import { createIncidentActivities } from '../../src/activities/incidents.ts';
import { createApi } from '../../src/api/app.ts';
import type { ApiDeps } from '../../src/api/deps.ts';
import { listen } from '../../src/api/server.ts';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import { renderChange } from '../../src/domain/render/change.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { directory, startTestApi } from './api.ts';
import { closedEntry, memoryLedger, memoryRecord } from './ledger.ts';
import { stageOf } from './scripted-activities.ts';
import { startStandingRequests, statusOf, taskFor } from './standing-request.ts';
import { happenSignal } from './stub-workflows.ts';
import { CATALOGUE, fleet, workedExample } from './worked-example.ts';

/** Ends an attribute, makes elements, runs scripts by all ways that need no click, and one that does. Below 200 characters. */
export const HOSTILE =
  '"\'><xss-mark></xss-mark><img src=x onerror=planted()><script>planted()</script><svg onload=planted()></svg>[x](javascript:planted())';

const AT = '2026-11-21T09:00:00.000Z';
const CAUSE = { type: 'Forbidden', system: 'GitHub', words: HOSTILE } as const;

export interface HostileBerth {
  readonly url: string;
  /** References of requests, one for each thing that can be done about one. */
  readonly references: readonly string[];
  /** That one of them waits for Olga's decision. */
  readonly deciding: string;
  close(): Promise<void>;
}

/** Olga may see and do everything in it; any password is hers. @param portalFolder of the built portal. */
export async function startHostileBerth(portalFolder: string): Promise<HostileBerth> {
  const requests = await startStandingRequests();
  const api = await startTestApi(requests.env.client, outside());
  let app: Hono | undefined;
  const server = await listen((request, bindings) => (app ?? api.app).fetch(request, bindings), {
    host: '127.0.0.1',
    port: 0,
    proxies: 0,
  });
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const signIn: ApiDeps['signIn'] = { way: 'directory', authenticate: async () => personOf('olga') };
  app = createApi({ ...api.deps, config: { ...api.deps.config, publicUrl: url }, signIn, portalFolder });

  const references = await Promise.all(standing().map((status) => requests.stand(status)));
  for (const reference of references) {
    const handle = requests.env.client.workflow.getHandle(requestWorkflowId(reference));
    await handle.signal(happenSignal, { line: HOSTILE, comment: `${HOSTILE}\n${HOSTILE}` });
  }
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await api.call('olga', 'POST', '/api/freeze', { target: 'all', until, reason: HOSTILE });
  await api.call('olga', 'POST', '/api/absences', { until, reason: HOSTILE, delegate: 'lee' });
  const { joinIncident } = createIncidentActivities({ client: requests.env.client });
  const member = {
    reference: references[0] ?? '',
    project: 'payments',
    step: 'GIT_PR_CREATION',
    since: AT,
    due: until,
  } as const;
  await joinIncident({ cause: CAUSE, problem: HOSTILE, member });

  return {
    url,
    references,
    deciding: references[0] ?? '',
    close: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await api.close();
      await requests.close();
    },
  };
}

const personOf = (id: string) => ({ id, name: `${id} ${HOSTILE}`, mail: `${id}@example.test` });

function outside(): Partial<ApiDeps> {
  const example = workedExample({ request: { title: HOSTILE, reason: HOSTILE } });
  const { files } = renderChange(example, fleet(), CATALOGUE);
  const built = fleet(Object.fromEntries(files.map(({ path, content }) => [path, content])));
  const decision = { person: 'lee', verdict: 'reject', channel: 'api', stage: HOSTILE, specHash: 'x', at: AT } as const;
  const closed = closedEntry({
    decisions: [{ ...decision, counts: false, reason: HOSTILE, refusal: HOSTILE }],
    undone: [HOSTILE],
    left: [HOSTILE],
    steps: [{ name: 'REQUEST_INITIATION', status: 'failed', startedAt: AT, endedAt: AT, note: HOSTILE }],
  });
  const entry = { id: 'a', at: AT, reference: 'BR-7F3K2M9QXA', kind: 'act', by: HOSTILE, what: HOSTILE } as const;
  return {
    ...directory,
    findPerson: async ({ id, mail = '' }) => personOf(id ?? mail.replace(/@.*/, '')),
    searchPeople: async () => [personOf('dana')],
    groupsOf: async () => ['berth-operators', 'berth-support', 'berth-security', 'berth-payments-leads'],
    ledger: memoryLedger([closed]),
    record: memoryRecord([{ ...entry, facts: { act: HOSTILE, reason: HOSTILE } }]),
    readFromFleet: async (read) => read(built),
    systems: async () => ({ at: AT, findings: [{ system: HOSTILE, what: HOSTILE, ok: false, detail: HOSTILE }] }),
    changedFiles: async () => [
      { path: `a/${HOSTILE}`, change: 'changed', patch: `@@ -1 +1 @@\n-${HOSTILE}\n+${HOSTILE}` },
    ],
  };
}

/** The first waits for a decision; of the others each has another task. */
function standing(): Partial<RequestStatus>[] {
  const draft = { kind: 'create-project', requester: 'dana@example.test', project: HOSTILE, title: HOSTILE } as const;
  const written = { ...draft, lead: HOSTILE, costCentre: HOSTILE, reason: HOSTILE, text: HOSTILE };
  const problems = [{ where: HOSTILE, what: HOSTILE, mend: HOSTILE }];
  const plan = {
    project: 'payments',
    people: [{ mail: 'dana@example.test', id: 'dana', name: HOSTILE, exists: false }],
    groups: [{ role: 'developers', name: 'berth-payments-developers', members: ['dana'] }],
  } as const;
  const stuck = {
    phase: 'needs-person',
    failure: { type: 'Forbidden', message: HOSTILE, step: 'GIT_PR_CREATION' },
  } as const;
  return [
    about({}),
    about({ task: { ...taskFor('support', 'triage'), title: HOSTILE, draft: written, problems } }),
    about({ task: { ...taskFor('support', 'accounts'), title: HOSTILE, plan, claimedBy: HOSTILE } }),
    about({ task: { ...taskFor('requester', 'selection'), title: HOSTILE, problems } }),
    about({ task: { ...taskFor('operators', 'repair'), title: HOSTILE, commands: [HOSTILE] }, ...stuck }),
    about({ task: { ...taskFor('operators'), id: 'manual', title: HOSTILE, commands: [HOSTILE] } }),
  ];
}

function about(change: Partial<RequestStatus>): Partial<RequestStatus> {
  const { request, waitingOn, plan, steps } = statusOf('BR-7F3K2M9QXA');
  const item = { item: 'ingress', parameters: { host: HOSTILE, [HOSTILE]: HOSTILE } };
  const selection = { stage: 'prod', regions: ['east'], size: 'S', items: [item] } as const;
  const said = {
    id: 'd',
    reference: 'BR-7F3K2M9QXA',
    person: 'lee',
    verdict: 'reject',
    specHash: plan?.specHash ?? '',
  } as const;
  const decision = { ...said, stage: 'lead', channel: 'api', reason: HOSTILE, expires: AT } as const;
  return {
    request: request && { ...request, requesterId: 'dana', leadId: 'olga', title: HOSTILE, reason: HOSTILE, selection },
    waitingOn: waitingOn && { ...waitingOn, who: ['olga'], text: HOSTILE, next: HOSTILE },
    steps: steps.map((step) => ({ ...step, note: HOSTILE })),
    plan,
    pullRequest: {
      number: 7,
      url: 'https://github.example.test/pull/7',
      headSha: 'a'.repeat(40),
      branch: 'berth/x',
    },
    stages: [stageOf('lead', ['olga'], { why: HOSTILE })],
    decisions: [{ decision, counts: false, refusal: HOSTILE, at: AT }],
    placements: [{ cluster: 'cluster-east-prod', state: 'failed', message: HOSTILE }],
    deliveries: [{ channel: 'mail', to: HOSTILE, what: HOSTILE, outcome: 'failed', note: HOSTILE }],
    undo: { undone: [HOSTILE], left: [HOSTILE] },
    ...change,
  };
}

/** Where `npm run test:browser` has built it. */
export const BUILT_PORTAL = join(import.meta.dirname, '..', '..', 'dist', 'portal');
