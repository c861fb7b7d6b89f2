import { createIncidentActivities } from '../../src/activities/incidents.ts';
import { ROUTES } from '../../src/api/routes.ts';
import { incidentKey } from '../../src/domain/incident-key.ts';
import { renderChange } from '../../src/domain/render/change.ts';
import { addWebhook } from '../../src/intake/webhooks.ts';
import { directory, wholeFileApi } from '../support/api.ts';
import { closedEntry, memoryLedger } from '../support/ledger.ts';
import { stageOf } from '../support/scripted-activities.ts';
import { SPEC, statusOf, taskFor } from '../support/standing-request.ts';
import { webhookOf } from '../support/webhook-receiver.ts';
import { CATALOGUE, fleet, workedExample } from '../support/worked-example.ts';

/*
 * Every route against every role, on dana's request for payments. The table below is the oracle: it is written by hand,
 * from what docs/permissions.md promises, and knows nothing of the table of roles that the API goes by.
 */
const PEOPLE = {
  dana: 'requester',
  lee: 'project-lead',
  vic: 'project-member',
  sam: 'support',
  olga: 'platform-operator',
  sid: 'security',
  ada: 'auditor',
  cora: 'cost-centre-owner',
  ann: 'approver',
  bob: 'anybody',
  mallory: 'nobody the directory knows, such as a program',
} as const;
type Name = keyof typeof PEOPLE;
const NAMES = Object.keys(PEOPLE) as Name[];

const GROUPS: Partial<Record<Name, readonly string[]>> = {
  lee: ['Berth-Payments-Leads'],
  vic: ['berth-payments-viewers'],
  sam: ['berth-support'],
  olga: ['berth-operators'],
  sid: ['berth-security'],
  // Whatever else an auditor is in counts for nothing.
  ada: ['berth-auditors', 'berth-operators', 'berth-support', 'berth-payments-leads', 'berth-cc-1042-owners'],
  cora: ['berth-cc-1042-owners'],
  ann: ['Berth-DBA'],
};

const inDirectory = NAMES.filter((name) => name !== 'mallory');
const personOf = (id: string) => ({ id, name: id, mail: `${id}@example.test` });
const { files } = renderChange(workedExample(), fleet(), CATALOGUE);
const standing = fleet(Object.fromEntries(files.map(({ path, content }) => [path, content])));
const closed = closedEntry();
const elsewhere = closedEntry({ reference: 'BR-0000000004', project: 'harbour', costCentre: 'CC-2000', decisions: [] });
const { requests, api } = wholeFileApi({
  ...directory,
  // Who is who is the matter here; tests of tokens have real ones.
  verifyBearer: async (token) => ({ id: token }),
  findPerson: async ({ id, mail }) => {
    const found = inDirectory.find((name) => name === id || `${name}@example.test` === mail);
    return found ? personOf(found) : null;
  },
  groupsOf: async (id) => GROUPS[id as Name] ?? [],
  ledger: memoryLedger([closed, elsewhere]),
  readFromFleet: async (read) => read(standing),
});
const reference: Record<string, string> = { closed: closed.reference, elsewhere: elsewhere.reference };

const { request } = statusOf('BR-7F3K2M9QXA');
/** Ann came into the group after it was asked. */
const asked = {
  ...stageOf('lead', ['lee', 'ada']),
  parties: [
    { role: 'project-lead', people: ['lee', 'ada'] },
    { role: 'group:berth-dba', people: [] },
  ],
};

beforeAll(async () => {
  reference['deciding'] = await requests.stand({ stages: [asked] });
  reference['other'] = await requests.stand({
    request: request && { ...request, project: 'harbour', costCentre: 'CC-2000' },
  });
  reference['support'] = await requests.stand({ task: taskFor('support') });
  reference['taken'] = await requests.stand({ task: { ...taskFor('support'), claimedBy: 'sue' } });
  reference['operators'] = await requests.stand({ task: taskFor('operators', 'repair'), phase: 'needs-person' });
  reference['requester'] = await requests.stand({ task: taskFor('requester', 'repair'), phase: 'needs-person' });
  const { joinIncident } = createIncidentActivities({ client: requests.env.client });
  const stuck = { reference: 'BR-7F3K2M9QXA', project: 'payments', step: 'GIT_PR_CREATION' } as const;
  const member = { ...stuck, since: '2026-11-21T09:00:00.000Z', due: '2026-12-05T09:00:00.000Z' };
  await joinIncident({ cause: CAUSE, problem: 'Berth may not push', member });
  for (const id of [WEBHOOK, GOING_WEBHOOK]) await addWebhook(requests.env.client, webhookOf(id, ['payments']));
  reference['auditors'] = await requests.stand({
    requester: 'ada@example.test',
    request: request && { ...request, requester: 'ada@example.test', requesterId: 'ada', leadId: 'ada' },
    task: taskFor('requester', 'repair'),
  });
});

const selection = { stage: 'prod', regions: ['east'], size: 'S', items: [] };
const project = { project: 'billing', title: 'Billing', lead: 'lee@example.test', costCentre: 'CC-1' };
const yes = { verdict: 'approve', specHash: SPEC };
const skip = { repair: 'skip', reason: 'done by hand' };
const frozen = {
  target: 'cluster-east-prod',
  until: new Date(Date.now() + 3_600_000).toISOString(),
  reason: 'The storage is moved',
};
const CAUSE = { type: 'Forbidden', system: 'GitHub', words: 'berth may not push' };
const INCIDENT = incidentKey(CAUSE);
const NO_TOKEN = '0a1b2c3d4e5f';
const WEBHOOK = '00000000000a';
/** Whoever may remove it first, does. */
const GOING_WEBHOOK = '00000000000b';
const hook = { url: 'https://hooks.example.test/berth' };
const NO_ABSENCE = '00000000-0000-4000-8000-000000000000';

// biome-ignore format: a table is read by its columns
const MATRIX: [method: string, path: string, body: unknown, ...answers: number[]][] = [
  //                                                               dana lee  vic  sam  olga sid  ada  cora ann  bob  mallory
  ['POST', '/api/requests', project,                               201, 201, 201, 201, 201, 201, 403, 201, 201, 201, 403],
  ['POST', '/api/requests', { ...project, onBehalfOf: 'cora@example.test' }, 403, 403, 403, 201, 403, 403, 403, 403, 403, 403, 403],
  ['GET', '/api/me', undefined,                                    200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/requests', undefined,                              200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/history?project=payments', undefined,              200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/history/closed', undefined,                        200, 200, 200, 200, 200, 200, 200, 200, 404, 404, 403],
  ['GET', '/api/history/elsewhere', undefined,                     200, 200, 404, 200, 200, 200, 200, 404, 404, 404, 403],
  ['POST', '/api/previews', project,                               200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/catalogue', undefined,                             200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/catalogue/decisions', undefined,                   200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/projects', undefined,                              200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/projects/payments', undefined,                     404, 200, 200, 200, 200, 200, 200, 200, 404, 404, 403],
  ['GET', '/api/people?search=dana', undefined,                    403, 403, 403, 200, 403, 403, 403, 403, 403, 403, 403],
  ['GET', '/api/work/events', undefined,                           200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/requests/deciding/events', undefined,              200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 403],
  ['GET', '/api/tasks', undefined,                                 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/requests/deciding', undefined,                     200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 403],
  ['GET', '/api/requests/deciding/decision', undefined,            200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 403],
  ['GET', '/api/requests/other', undefined,                        200, 200, 404, 200, 200, 200, 200, 404, 404, 404, 403],
  ['POST', '/api/requests/deciding/policy', {},                    200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 403],
  ['GET', '/api/requests/deciding/timeline', undefined,            200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 403],
  ['GET', '/api/requests/deciding/acts', undefined,                200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 403],
  ['GET', '/api/requests/deciding/files', undefined,               200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 403],
  ['POST', '/api/requests/deciding/comments', { text: 'Why?' },    202, 202, 202, 202, 202, 403, 403, 202, 202, 404, 403],
  ['POST', '/api/requests/support/claim', { task: 'accounts' },    403, 403, 403, 202, 403, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/support/release', { task: 'accounts' },  403, 403, 403, 202, 202, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/taken/release', { task: 'accounts' },    403, 403, 403, 403, 202, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/support/complete', { task: 'accounts' }, 403, 403, 403, 202, 403, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/operators/claim', { task: 'repair' },    403, 403, 403, 403, 202, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/operators/complete', { task: 'repair' }, 403, 403, 403, 403, 202, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/deciding/claim', { task: 'repair' },     403, 403, 403, 403, 403, 403, 403, 403, 403, 404, 403],
  ['POST', '/api/requests/deciding/select', { selection },         202, 403, 403, 403, 403, 403, 403, 403, 403, 404, 403],
  ['POST', '/api/requests/deciding/decide', yes,                   403, 202, 403, 403, 403, 403, 403, 202, 202, 404, 403],
  ['POST', '/api/requests/deciding/signal', yes,                   403, 200, 403, 403, 403, 403, 403, 200, 200, 404, 403],
  ['POST', '/api/requests/deciding/withdraw', {},                  202, 403, 403, 403, 403, 403, 403, 403, 403, 404, 403],
  ['POST', '/api/requests/operators/repair', { repair: 'retry' },  403, 403, 403, 403, 202, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/operators/repair', skip,                 403, 403, 403, 403, 202, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/support/repair', { repair: 'retry' },    403, 403, 403, 202, 202, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/support/repair', skip,                   403, 403, 403, 403, 202, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/requester/repair', { repair: 'edit', selection }, 202, 403, 403, 403, 202, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/requester/repair', skip,                 403, 403, 403, 403, 202, 403, 403, 403, 404, 404, 403],
  ['POST', '/api/requests/requester/repair', { repair: 'accept', reason: 'seen' }, 403, 403, 403, 403, 202, 403, 403, 403, 404, 404, 403],
  ['GET', '/api/freeze', undefined,                                200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['POST', '/api/freeze', frozen,                                  403, 403, 403, 403, 201, 403, 403, 403, 403, 403, 403],
  ['POST', '/api/unfreeze', { target: frozen.target },             403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 403],
  ['GET', '/api/absences', undefined,                              200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['POST', '/api/absences', { until: frozen.until },               201, 201, 201, 201, 201, 201, 403, 201, 201, 201, 403],
  ['POST', '/api/absences/end', { id: NO_ABSENCE },                404, 404, 404, 404, 404, 404, 403, 404, 404, 404, 403],
  ['POST', '/api/absences/end', { id: NO_ABSENCE, person: 'cora' }, 403, 403, 403, 403, 404, 403, 403, 404, 403, 403, 403],
  ['GET', '/api/audit', undefined,                                 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403],
  ['GET', '/api/audit/end', undefined,                             403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403],
  ['GET', '/api/incidents', undefined,                             403, 403, 403, 200, 200, 200, 200, 403, 403, 403, 403],
  ['GET', `/api/incidents/${INCIDENT}`, undefined,                 403, 403, 403, 200, 200, 200, 200, 403, 403, 403, 403],
  ['POST', `/api/incidents/${INCIDENT}/retry`, {},                 403, 403, 403, 403, 202, 403, 403, 403, 403, 403, 403],
  ['GET', '/api/operations/flow', undefined,                       403, 403, 403, 200, 200, 200, 200, 403, 403, 403, 403],
  ['GET', '/api/operations/clusters', undefined,                   403, 403, 403, 200, 200, 200, 200, 403, 403, 403, 403],
  ['GET', '/api/operations/systems', undefined,                    403, 403, 403, 200, 200, 200, 200, 403, 403, 403, 403],
  ['GET', '/api/service-tokens', undefined,                        403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403],
  ['POST', '/api/service-tokens', { name: 'bot', projects: ['payments'], days: 1 }, 403, 403, 403, 403, 201, 403, 403, 403, 403, 403, 403],
  ['POST', `/api/service-tokens/${NO_TOKEN}/revoke`, undefined,    403, 403, 403, 403, 404, 403, 403, 403, 403, 403, 403],
  ['GET', '/api/webhooks', undefined,                              200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403],
  ['POST', '/api/webhooks', { ...hook, projects: ['payments'] },   403, 201, 403, 403, 201, 403, 403, 403, 403, 403, 403],
  ['POST', '/api/webhooks', { ...hook, projects: ['payments', 'harbour'] }, 403, 403, 403, 403, 201, 403, 403, 403, 403, 403, 403],
  ['POST', '/api/webhooks', hook,                                  403, 403, 403, 403, 201, 403, 403, 403, 403, 403, 403],
  ['GET', `/api/webhooks/${WEBHOOK}/deliveries`, undefined,        404, 200, 404, 404, 200, 200, 200, 404, 404, 404, 403],
  ['POST', `/api/webhooks/${WEBHOOK}/rotate`, undefined,           404, 200, 404, 404, 200, 403, 403, 404, 404, 404, 403],
  ['POST', `/api/webhooks/${WEBHOOK}/replay`, {},                  404, 202, 404, 404, 202, 403, 403, 404, 404, 404, 403],
  ['POST', `/api/webhooks/${GOING_WEBHOOK}/remove`, undefined,     404, 200, 404, 404, 404, 404, 403, 404, 404, 404, 403],
  ['POST', '/codec/encode', { payloads: [] },                      403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 403],
  ['POST', '/codec/decode', { payloads: [] },                      403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 403],
];

async function answerTo(person: string, method: string, path: string, body: unknown): Promise<number> {
  const real = path.replace(
    /(requests|history)\/(\w+)/,
    (_, list: string, name: string) => `${list}/${reference[name]}`,
  );
  const headers = { authorization: `Bearer ${person}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await api.app.request(real, { method, headers, ...sent });
  // A stream would go on for ever.
  await answer.body?.cancel();
  return answer.status;
}

test.each(MATRIX)('%s %s', async (method, path, body, ...answers) => {
  const seen: number[] = [];
  for (const name of NAMES) seen.push(await answerTo(name, method, path, body));

  expect(Object.fromEntries(NAMES.map((name, i) => [name, seen[i]]))).toEqual(
    Object.fromEntries(NAMES.map((name, i) => [name, answers[i]])),
  );
});

test('the matrix names every route of the API', () => {
  const routes = new Set(ROUTES.map((r) => `${r.method} ${r.path}`));
  const tried = new Set(
    MATRIX.map(([method, path]) => {
      const route = path
        .replace(/\?.*/, '')
        .replace(/(requests|history)\/\w+/, '$1/:reference')
        .replace(/projects\/\w+/, 'projects/:project')
        .replace(INCIDENT, ':incident')
        .replace(NO_TOKEN, ':token')
        .replace(/webhooks\/\w+/, 'webhooks/:webhook');
      return `${method} ${route}`;
    }),
  );
  expect([...tried].toSorted()).toEqual([...routes].toSorted());
});

test('an auditor reads what every route shows but people to choose from, and changes nothing, not even what is their own', async () => {
  const theirs = MATRIX.map(([method, path, body]) => [
    method,
    path.replace(/requests\/\w+/, 'requests/auditors'),
    body,
  ]);
  for (const [method, path, body] of theirs as [string, string, unknown][]) {
    if (path.startsWith('/api/people')) continue;
    const reads = method === 'GET' || path === '/api/previews' || path.endsWith('/policy');
    expect([method, path, await answerTo('ada', method, path, body)]).toEqual([method, path, reads ? 200 : 403]);
  }
});

test('without a token nothing of the API answers', async () => {
  for (const [method, path] of MATRIX) {
    const answer = await api.app.request(path, { method });
    expect(answer.status).toBe(401);
  }
});
