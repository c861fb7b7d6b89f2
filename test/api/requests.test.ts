import { WorkflowIdReusePolicy } from '@temporalio/client';
import { INTAKE_KEY_MEMO } from '../../src/intake/start.ts';
import { type Answered, bodyOf, wholeFileApi } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { taskFor } from '../support/standing-request.ts';

const { requests, api } = wholeFileApi();

const billing = { project: 'billing', title: 'Billing', lead: 'lee@example.test', costCentre: 'CC-1' };
const inputOf = async (reference: string) => {
  const handle = requests.env.client.workflow.getHandle(`request:${reference}`);
  const { events } = await handle.fetchHistory();
  const payload = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data;
  return JSON.parse(Buffer.from(payload ?? []).toString());
};

test('a request is started once per idempotency key', async () => {
  const key = { 'idempotency-key': 'form-1' };
  const first = await api.call('dana', 'POST', '/api/requests', billing, key);
  const again = await api.call('dana', 'POST', '/api/requests', billing, key);
  const other = await api.call('lee', 'POST', '/api/requests', billing, key);

  const { reference } = await bodyOf(first);
  expect(first.status).toBe(201);
  expect(first.headers.get('location')).toBe(`/api/requests/${reference}`);
  expect(again.status).toBe(201);
  expect(await bodyOf(again)).toMatchObject({ reference, already: false });
  expect((await bodyOf(other)).reference).not.toBe(reference);
  expect(await inputOf(reference)).toMatchObject({
    reference,
    senderProof: 'proven',
    source: { channel: 'api', key: 'api:dana:form-1' },
    draft: { requester: 'dana@example.test', project: 'billing' },
  });
});

test('without a key the same words are the same request', async () => {
  const body = { ...billing, project: 'ledger' };
  const first = await bodyOf(api.call('dana', 'POST', '/api/requests', body));
  const again = await bodyOf(api.call('dana', 'POST', '/api/requests', body));
  const different = await bodyOf(api.call('dana', 'POST', '/api/requests', { ...body, reason: 'More' }));

  expect(again).toMatchObject({ reference: first.reference, already: true });
  expect(different.reference).not.toBe(first.reference);
});

test('support asks on behalf of somebody, and is noted as the starter', async () => {
  const body = { ...billing, onBehalfOf: 'dana@example.test' };
  const { reference } = await bodyOf(api.call('sam', 'POST', '/api/requests', body));
  const unknown = await api.call('sam', 'POST', '/api/requests', { ...billing, onBehalfOf: 'nobody@example.test' });

  expect(await inputOf(reference)).toMatchObject({
    source: { startedBy: 'sam' },
    draft: { requester: 'dana@example.test' },
  });
  expect(unknown.status).toBe(422);
});

test('what is wrong is said field by field, by the rules of the mail intake', async () => {
  const body = {
    project: 'Billing!',
    lead: 'lee',
    costCentre: 'CC-1',
    environments: [{ stage: 'prd' }],
    colour: 'red',
  };
  const shape = await api.call('dana', 'POST', '/api/requests', body);
  const { colour: _, ...known } = body;
  const content = await api.call('dana', 'POST', '/api/requests', known);

  expect(shape.status).toBe(422);
  expect((await bodyOf(shape)).problems).toEqual([expect.objectContaining({ where: 'colour' })]);
  expect(content.status).toBe(422);
  const { problems } = await bodyOf(content);
  expect(problems.map((p) => p.where)).toEqual(
    expect.arrayContaining(['project', 'lead', 'environments[0].stage', 'environments[0].size']),
  );
});

test.each([
  ['no JSON', '{', 'application/json', 400],
  ['another content type', 'project: x', 'text/yaml', 415],
  ['too large', JSON.stringify({ ...billing, reason: 'x'.repeat(600_000) }), 'application/json', 413],
])('a body that cannot be read is refused: %s', async (_, body, type, status) => {
  const headers = { authorization: `Bearer ${await api.issuer.tokenFor('dana')}`, 'content-type': type };
  const answer = await api.app.request('/api/requests', {
    method: 'POST',
    body,
    headers: { ...headers, 'content-length': String(body.length) },
  });

  expect(answer.status).toBe(status);
});

test('a status and a timeline are read, also of a request that has ended', async () => {
  const open = await requests.stand();
  const closed = await requests.stand({ phase: 'rejected' }, { end: true });

  expect(await bodyOf(api.call('dana', 'GET', `/api/requests/${open}`))).toMatchObject({ reference: open });
  expect(await bodyOf(api.call('dana', 'GET', `/api/requests/${closed}`))).toMatchObject({ phase: 'rejected' });
  const timeline = await bodyOf(api.call('dana', 'GET', `/api/requests/${closed}/timeline`));
  expect(timeline.items).toHaveLength(1);
});

test('a request that has published no status yet is asked for it', async () => {
  const { reference } = await bodyOf(api.call('dana', 'POST', '/api/requests', { ...billing, project: 'fresh' }));

  const answer = await api.call('dana', 'GET', `/api/requests/${reference}`);

  expect(await bodyOf(answer)).toMatchObject({ reference, requester: 'dana@example.test' });
});

test.each(['BR-0000000000', 'BR-1', 'request:x', '..%2Fhealthz'])(
  'an unknown reference is 404: %s',
  async (reference) => {
    const answer = await api.call('dana', 'GET', `/api/requests/${reference}`);

    expect(answer.status).toBe(404);
    expect(await bodyOf(answer)).toMatchObject({ status: 404, problems: [], requestId: expect.any(String) });
  },
);

test('the list shows each only what concerns them, page by page', async () => {
  const project = 'lighthouse';
  const request = (requesterId: string) =>
    ({ project, requesterId, requester: `${requesterId}@example.test`, leadId: 'ada', source: {} }) as never;
  const mine: string[] = [];
  for (let i = 0; i < 3; i += 1) {
    mine.push(await requests.stand({ request: request('dana'), requester: 'dana@example.test' }));
    await requests.stand({ request: request('cora'), requester: 'cora@example.test' });
  }
  const list = async (person: string, query: string) =>
    bodyOf(api.call(person, 'GET', `/api/requests?project=${project}&${query}`));
  await eventually(async () => ((await list('olga', 'limit=100')).items.length === 6 ? true : undefined));

  const seen: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page: Answered = await list('dana', `limit=2&${cursor && `cursor=${cursor}`}`);
    expect(page.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.items.map((item) => item.reference));
    cursor = page.cursor;
  }

  expect(seen).toEqual(mine.toReversed());
});

test('tasks are those that wait for me, or for a queue of mine', async () => {
  const wait = (who: string) => ({ kind: 'person' as const, who: [who], text: 't', since: '', deadline: '', next: '' });
  const queued = await requests.stand({ waitingOn: wait('queue:support'), task: taskFor('support') });
  const claimed = await requests.stand({
    waitingOn: wait('queue:support'),
    task: { ...taskFor('support'), claimedBy: 'sam' },
  });
  const deciding = await requests.stand({ waitingOn: wait('lee') });
  const tasks = async (person: string, scope: string): Promise<string[]> => {
    const { items } = await bodyOf(api.call(person, 'GET', `/api/tasks?scope=${scope}`));
    return items.map((item) => item.reference);
  };
  await eventually(async () => ((await tasks('lee', 'mine')).includes(deciding) ? true : undefined));

  expect(await tasks('sam', 'mine')).toEqual([claimed]);
  expect((await tasks('sam', 'queue')).toSorted()).toEqual([queued, claimed].toSorted());
  expect(await tasks('dana', 'queue')).toEqual([]);
});

test('a cursor is one of ours, and of the same list', async () => {
  const project = 'harbours';
  for (let i = 0; i < 2; i += 1)
    await requests.stand({ request: { project, requesterId: 'dana', source: {} } as never });
  const list = (query: string) => api.call('dana', 'GET', `/api/requests?limit=1&${query}`);
  const first = await eventually(async () => {
    const page = await bodyOf(list(`project=${project}`));
    return page.cursor === undefined ? undefined : page;
  });
  const [at, seal] = (first.cursor ?? '').split('.');

  for (const cursor of ['made-up', `${at}.${at}`, `${seal}.${seal}`, `${at}x.${seal}`]) {
    expect((await list(`project=${project}&cursor=${cursor}`)).status).toBe(422);
  }
  expect((await list(`project=other&cursor=${first.cursor}`)).status).toBe(422);
  expect((await list(`project=${project}&cursor=${first.cursor}`)).status).toBe(200);
});

test('a list cannot be made to ask Visibility for something else', async () => {
  const answer = await api.call(
    'dana',
    'GET',
    `/api/requests?waiting=${encodeURIComponent("x' OR WorkflowType != 'x")}`,
  );

  expect(answer.status).toBe(422);
});

test('two messages with one reference are never taken for each other', async () => {
  const { reference } = await bodyOf(api.call('dana', 'POST', '/api/requests', { ...billing, project: 'clash' }));
  const handle = requests.env.client.workflow.getHandle(`request:${reference}`);
  await handle.terminate();
  await requests.env.client.workflow.start('requestLifecycle', {
    workflowId: `request:${reference}`,
    taskQueue: 'berth',
    args: [{ reference, draft: { requester: 'cora@example.test' } }],
    memo: { [INTAKE_KEY_MEMO]: 'somebody else' },
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
  });

  const answer = await api.call('dana', 'POST', '/api/requests', { ...billing, project: 'clash' });

  expect(answer.status).toBe(500);
});

test('health says whether Temporal answers', async () => {
  expect((await api.app.request('/healthz')).status).toBe(200);
});
