import { ROUTES } from '../../src/api/routes.ts';
import { wholeFileApi } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { closedEntry, memoryLedger } from '../support/ledger.ts';
import { statusOf } from '../support/standing-request.ts';

const closed = closedEntry();
const elsewhere = closedEntry({ reference: 'BR-0000000004', project: 'harbour', costCentre: 'CC-2000', decisions: [] });
const { requests, api } = wholeFileApi({ ledger: memoryLedger([closed, elsewhere]) });

const WANTED = { name: 'deploy-bot', projects: ['payments'], days: 90 };

interface Made {
  readonly id: string;
  readonly token: string;
  readonly until: string;
}

/** Of a program that reads, as a catalogue does. */
const READER = { name: 'backstage', readsAll: true, days: 366 };

async function make(change: Partial<typeof WANTED> = {}, headers: Record<string, string> = {}): Promise<Made> {
  const answer = await api.call('olga', 'POST', '/api/service-tokens', { ...WANTED, ...change }, headers);
  expect(answer.status).toBe(201);
  return (await answer.json()) as Made;
}

const by = (token: string, method: string, path: string, body?: unknown) =>
  api.app.request(path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

let mine: string;
let foreign: string;
beforeAll(async () => {
  mine = await requests.stand({});
  const { request } = statusOf(mine);
  foreign = await requests.stand({ request: request && { ...request, project: 'harbour', costCentre: 'CC-2000' } });
});

test('a program is who its token says, and no more', async () => {
  const { token } = await make();

  expect(await (await by(token, 'GET', '/api/me')).json()).toEqual({
    id: 'service:deploy-bot',
    name: 'service:deploy-bot',
    mail: '',
    roles: ['service'],
    queues: [],
    mayAsk: true,
    mayAskForOthers: false,
    signedInBy: 'service',
  });
});

test('it sees the requests of its projects, and of no other', async () => {
  const { token } = await make();
  const statusOfCall = async (path: string) => (await by(token, 'GET', path)).status;

  expect(await statusOfCall(`/api/requests/${mine}`)).toBe(200);
  expect(await statusOfCall(`/api/requests/${foreign}`)).toBe(404);
  expect(await statusOfCall(`/api/history/${closed.reference}`)).toBe(200);
  expect(await statusOfCall(`/api/history/${elsewhere.reference}`)).toBe(404);
  const { items } = (await (await by(token, 'GET', '/api/requests')).json()) as { items: { reference: string }[] };
  expect(items.map(({ reference }) => reference)).not.toContain(foreign);
});

test('one that reads sees every project, and writes nothing, whichever route comes next', async () => {
  const answer = await api.call('olga', 'POST', '/api/service-tokens', READER);
  const { token, ...made } = (await answer.json()) as Made;
  const seen = async (path: string) => (await by(token, 'GET', path)).status;
  const written = new Set<number>();
  for (const { path } of ROUTES.filter(({ method, changesNothing }) => method === 'POST' && !changesNothing))
    written.add((await by(token, 'POST', real(path, mine), {})).status);

  expect([answer.status, made]).toEqual([201, expect.objectContaining({ projects: [], readsAll: true })]);
  for (const path of [`/api/requests/${mine}`, `/api/requests/${foreign}`, '/api/projects', '/api/catalogue'])
    expect([path, await seen(path)]).toEqual([path, 200]);
  expect(await seen(`/api/history/${elsewhere.reference}`)).toBe(200);
  for (const path of ['/api/audit', '/api/service-tokens', '/api/people?search=dana', '/api/operations/systems'])
    expect([path, await seen(path)]).toEqual([path, 403]);
  expect([...written]).toEqual([403]);
  const project = { project: 'payments', title: 'P', lead: 'lee@example.test', costCentre: 'CC-1042' };
  const asked = await by(token, 'POST', '/api/previews', { ...project, onBehalfOf: 'dana@example.test' });
  expect(asked.status).toBe(403);
});

test('only operators make one that reads', async () => {
  for (const person of ['sam', 'dana', 'ada'])
    expect((await api.call(person, 'POST', '/api/service-tokens', READER)).status).toBe(403);
});

test('it asks in its projects, for a person whom it names', async () => {
  const { token } = await make();
  const project = { project: 'payments', title: 'Payments', lead: 'lee@example.test', costCentre: 'CC-1042' };
  const forDana = { ...project, onBehalfOf: 'dana@example.test' };
  const ask = async (body: unknown) => (await by(token, 'POST', '/api/requests', body)).status;

  expect(await ask(forDana)).toBe(201);
  expect(await ask(project)).toBe(422);
  expect(await ask({ ...forDana, project: 'harbour' })).toBe(403);
  expect(await ask({ kind: 'decommission', environment: 'harbour-dev', onBehalfOf: 'dana@example.test' })).toBe(403);
  expect(await ask({ ...forDana, onBehalfOf: 'mallory@outside.test' })).toBe(422);
});

const real = (path: string, reference: string) => path.replace(':reference', reference).replace(/:\w+/, 'none');

test('what it may write is asking, and nothing else, whichever route comes next', async () => {
  const { token } = await make();
  const open: string[] = [];
  for (const { path, changesNothing } of ROUTES.filter(({ method }) => method === 'POST')) {
    const { status } = await by(token, 'POST', real(path, mine), {});
    if (!changesNothing && status !== 403 && status !== 404) open.push(path);
  }

  expect(open).toEqual(['/api/requests']);
});

test('of what is not in its projects no route tells anything, whichever comes next', async () => {
  const { token } = await make();
  const statuses = new Map<string, number>();
  for (const { method, path } of ROUTES.filter((route) => route.path.includes(':reference'))) {
    const reference = path.includes('history') ? elsewhere.reference : foreign;
    const { status } = await by(token, method, real(path, reference), method === 'POST' ? {} : undefined);
    statuses.set(`${method} ${path}`, status);
  }

  expect(statuses.size).toBeGreaterThan(8);
  expect([...new Set(statuses.values())]).toEqual([404]);
});

test('a request that it sent in gives it no right beside', async () => {
  const { token } = await make();
  const { request } = statusOf(mine);
  const source = {
    channel: 'api',
    key: 'k',
    receivedAt: '2026-11-21T09:00:00.000Z',
    startedBy: 'service:deploy-bot',
  } as const;
  const own = await requests.stand({ request: request && { ...request, source } });

  expect((await by(token, 'GET', `/api/requests/${own}`)).status).toBe(200);
  expect((await by(token, 'POST', `/api/requests/${own}/withdraw`, {})).status).toBe(403);
});

test('it is revoked at once, although nobody has looked at it for a while', async () => {
  const { id, token } = await make();
  const revoke = () => api.call('olga', 'POST', `/api/service-tokens/${id}/revoke`);

  expect((await by(token, 'GET', '/api/me')).status).toBe(200);
  expect(await (await revoke()).json()).toMatchObject({ id, name: 'deploy-bot' });
  expect((await by(token, 'GET', '/api/me')).status).toBe(401);
  expect((await revoke()).status).toBe(404);
});

test('its secret is shown once, and kept nowhere', async () => {
  const { id, token } = await make({ name: 'secret-bot' });
  const secret = token.split('_').slice(2).join('_');
  const listed = await (await api.call('olga', 'GET', '/api/service-tokens')).text();
  const { memo } = await requests.env.client.workflow.getHandle(`service-token:${id}`).describe();

  expect(listed).toContain(id);
  for (const text of [listed, JSON.stringify(memo), api.logged()]) expect(text).not.toContain(secret);
});

test.each([
  ['of another token', (a: Made, b: Made) => `berth_${a.id}_${b.token.split('_').slice(2).join('_')}`],
  ['cut off', ({ token }: Made) => token.slice(0, -1)],
  ['of no id', ({ token }: Made) => token.replace(/_[0-9a-f]{12}_/, '_0a1b2c3d4e5f_')],
  ['empty', () => 'berth_'],
])('one whose secret is %s is refused', async (_, forge) => {
  const answer = await by(forge(await make(), await make()), 'GET', '/api/me');

  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('service token is not good') });
});

test('the same intention makes one token, whose secret is not told twice', async () => {
  const headers = { 'Idempotency-Key': 'make it once' };
  const { id } = await make({}, headers);
  const again = await api.call('olga', 'POST', '/api/service-tokens', WANTED, headers);

  expect(again.status).toBe(409);
  expect(await again.json()).toMatchObject({ detail: expect.stringContaining(id) });
});

test.each([
  ['without a last day', { name: 'bot', projects: ['payments'] }],
  ['for ever', { ...WANTED, days: 4000 }],
  ['for no project', { ...WANTED, projects: [] }],
  ['for all of them', { ...WANTED, projects: ['*'] }],
  ['for some and to read all', { ...WANTED, readsAll: true }],
  ['to read not all', { ...READER, readsAll: false }],
  ['with a name that could be a person', { ...WANTED, name: 'olga@example.test' }],
])('none is made %s', async (_, body) => {
  expect((await api.call('olga', 'POST', '/api/service-tokens', body)).status).toBe(422);
});

/** What the keeper of the record was told; what comes while it is at work stands in its history afterwards. */
async function recorded(): Promise<string> {
  const { events } = await requests.env.client.workflow.getHandle('audit').fetchHistory();
  const told = events?.flatMap((event) => event.workflowExecutionSignaledEventAttributes?.input?.payloads ?? []) ?? [];
  return told.map(({ data }) => Buffer.from(data ?? []).toString()).join('\n');
}

test('making and revoking stand in the record', async () => {
  const { id } = await make();
  const revoked = await api.call('olga', 'POST', `/api/service-tokens/${id}/revoke`);

  expect(await revoked.json()).toMatchObject({ id });
  const hears = (what: string) => eventually(async () => (await recorded()).includes(`service-token-${id}-${what}`));
  await hears('made');
  await hears('revoked');
});
