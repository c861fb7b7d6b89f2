import { wholeFileApi } from '../support/api.ts';
import { closedEntry, memoryLedger } from '../support/ledger.ts';
import { SPEC, taskFor } from '../support/standing-request.ts';

/*
 * Every route against every role, on dana's request for payments: dana asked, lee leads, sam is support, olga an
 * operator, ada an auditor, cora has nothing to do with it, mallory is not in the directory.
 */
const closed = closedEntry();
const { requests, api } = wholeFileApi({ ledger: memoryLedger([closed]) });
const reference: Record<string, string> = { closed: closed.reference };

beforeAll(async () => {
  reference['deciding'] = await requests.stand();
  reference['support'] = await requests.stand({ task: taskFor('support') });
  reference['operators'] = await requests.stand({ task: taskFor('operators', 'repair'), phase: 'needs-person' });
  reference['requester'] = await requests.stand({ task: taskFor('requester', 'repair'), phase: 'needs-person' });
});

const selection = { stage: 'prod', regions: ['east'], size: 'S', items: [] };
const project = { project: 'billing', title: 'Billing', lead: 'lee@example.test', costCentre: 'CC-1' };
const yes = { verdict: 'approve', specHash: SPEC };
const PEOPLE = ['dana', 'lee', 'sam', 'olga', 'ada', 'cora', 'mallory'] as const;

// biome-ignore format: a table is read by its columns
const MATRIX: [method: string, path: string, body: unknown, ...answers: number[]][] = [
  //                                                            dana lee  sam  olga ada  cora mallory
  ['POST', '/api/requests', project,                             201, 201, 201, 201, 201, 201, 403],
  ['POST', '/api/requests', { ...project, onBehalfOf: 'cora@example.test' }, 403, 403, 201, 403, 403, 403, 403],
  ['GET', '/api/requests', undefined,                            200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/history?project=payments', undefined,            200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/history/closed', undefined,                      200, 200, 200, 200, 200, 404, 403],
  ['POST', '/api/previews', project,                             200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/tasks', undefined,                               200, 200, 200, 200, 200, 200, 403],
  ['GET', '/api/requests/deciding', undefined,                   200, 200, 200, 200, 200, 404, 403],
  ['GET', '/api/requests/deciding/timeline', undefined,          200, 200, 200, 200, 200, 404, 403],
  ['POST', '/api/requests/support/claim', { task: 'accounts' },  403, 403, 202, 403, 403, 404, 403],
  ['POST', '/api/requests/support/complete', { task: 'accounts' }, 403, 403, 202, 403, 403, 404, 403],
  ['POST', '/api/requests/operators/claim', { task: 'repair' },  403, 403, 403, 202, 403, 404, 403],
  ['POST', '/api/requests/operators/complete', { task: 'repair' }, 403, 403, 403, 202, 403, 404, 403],
  ['POST', '/api/requests/deciding/claim', { task: 'repair' },   403, 403, 403, 403, 403, 404, 403],
  ['POST', '/api/requests/deciding/select', { selection },       202, 403, 403, 403, 403, 404, 403],
  ['POST', '/api/requests/deciding/decide', yes,                 403, 202, 403, 403, 403, 404, 403],
  ['POST', '/api/requests/deciding/signal', yes,                 403, 200, 403, 403, 403, 404, 403],
  ['POST', '/api/requests/deciding/withdraw', {},                202, 403, 403, 403, 403, 404, 403],
  ['POST', '/api/requests/operators/repair', { repair: 'retry' }, 403, 403, 403, 202, 403, 404, 403],
  ['POST', '/api/requests/operators/repair', { repair: 'skip', reason: 'done by hand' }, 403, 403, 403, 202, 403, 404, 403],
  ['POST', '/api/requests/requester/repair', { repair: 'edit', selection }, 202, 403, 403, 202, 403, 404, 403],
  ['POST', '/api/requests/requester/repair', { repair: 'skip', reason: 'no need' }, 403, 403, 403, 202, 403, 404, 403],
  ['POST', '/api/requests/requester/repair', { repair: 'accept', reason: 'seen' }, 403, 403, 403, 202, 403, 404, 403],
  ['POST', '/codec/encode', { payloads: [] },                    403, 403, 403, 200, 403, 403, 403],
  ['POST', '/codec/decode', { payloads: [] },                    403, 403, 403, 200, 403, 403, 403],
];

test.each(MATRIX)('%s %s', async (method, path, body, ...answers) => {
  const real = path.replace(
    /(requests|history)\/(\w+)/,
    (_, list: string, name: string) => `${list}/${reference[name]}`,
  );

  const seen: number[] = [];
  for (const person of PEOPLE) seen.push((await api.call(person, method, real, body)).status);

  expect(Object.fromEntries(PEOPLE.map((p, i) => [p, seen[i]]))).toEqual(
    Object.fromEntries(PEOPLE.map((p, i) => [p, answers[i]])),
  );
});

test('the matrix names every route of the API', () => {
  const shown = api.app.routes.filter(({ method, path }) => method !== 'ALL' && /^\/(api|codec)\//.test(path));
  const routes = new Set(shown.map((r) => `${r.method} ${r.path}`));
  const tried = new Set(
    MATRIX.map(([method, path]) => {
      const route = path.replace(/\?.*/, '').replace(/(requests|history)\/\w+/, '$1/:reference');
      return `${method} ${route}`;
    }),
  );
  expect([...tried].toSorted()).toEqual([...routes].toSorted());
});

test('without a token nothing of the API answers', async () => {
  for (const [method, path] of MATRIX) {
    const answer = await api.app.request(path, { method });
    expect(answer.status).toBe(401);
  }
});
