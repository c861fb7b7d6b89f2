import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIncidentActivities } from '../../src/activities/incidents.ts';
import { RETRY_ALL_ACTION } from '../../src/domain/incident-blocks.ts';
import { incidentWorkflowId } from '../../src/domain/naming.ts';
import { joinIncidentSignal } from '../../src/workflows/messages.ts';
import { wholeFileApi } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { postAsSlack } from '../support/slack-post.ts';
import { taskFor } from '../support/standing-request.ts';

const { requests, api } = wholeFileApi();
const told: string[] = [];
const slack = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += String(chunk)));
  request.on('end', () => {
    told.push((JSON.parse(body) as { text: string }).text);
    response.end('ok');
  });
});
beforeAll(() => new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  slack.closeAllConnections();
  slack.close();
});
beforeEach(() => void told.splice(0));

/** So many requests are stuck for this cause; returns the incident's key. */
async function open(cause: string, count: number): Promise<string> {
  const { joinIncident } = createIncidentActivities({ client: requests.env.client });
  const words = { type: 'Forbidden', system: 'GitHub', words: cause };
  const keys = Array.from({ length: count }, (_, n) => {
    const times = { since: `2026-11-21T09:00:0${n}.000Z`, due: '2026-12-05T09:00:00.000Z' };
    const member = { reference: `BR-${n}`, project: `team-${n}`, step: 'GIT_PR_CREATION', ...times } as const;
    return joinIncident({ cause: words, problem: `Berth ${cause}`, member });
  });
  return (await Promise.all(keys))[0]?.key ?? '';
}

const call = async (person: string, method: string, path: string, body?: unknown) => {
  const answer = await api.call(person, method, path, body);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

test('staff sees which incidents are open and who is in them', async () => {
  const key = await open('may not push', 3);

  const listed = await eventually(async () => {
    const { body } = await call('sam', 'GET', '/api/incidents');
    return (body['items'] as { key: string }[]).find((item) => item.key === key);
  });
  const { body } = await call('sam', 'GET', `/api/incidents/${key}`);

  expect(listed).toMatchObject({ type: 'Forbidden', system: 'GitHub', problem: 'Berth may not push', retry: null });
  expect(body).toMatchObject({ key, total: 3 });
  const members = body['members'] as { reference: string; project: string }[];
  expect(members.map(({ project }) => project).toSorted()).toEqual(['team-0', 'team-1', 'team-2']);
});

test('an operator has all of it tried again; said twice it tries nobody twice', async () => {
  const key = await open('may not merge', 3);
  const said = { reason: 'The app may merge again' };

  const first = await call('olga', 'POST', `/api/incidents/${key}/retry`, said);
  const again = await call('olga', 'POST', `/api/incidents/${key}/retry`, said);

  expect(first).toEqual({ status: 202, body: { key, asked: 3, underWay: 0 } });
  expect(again).toEqual({ status: 202, body: { key, asked: 0, underWay: 3 } });
  const { body } = await call('olga', 'GET', `/api/incidents/${key}`);
  expect(body['retry']).toMatchObject({ by: 'olga', reason: 'The app may merge again', asked: 3 });
});

test.each([
  ['is tried again', '2026-11-21T09:00:00.000Z', true],
  ['that has failed again meanwhile is stuck', '2026-11-21T10:00:00.000Z', false],
])('one that is repaired by itself %s in its incident', async (words, stuckSince, triedAgain) => {
  const key = await open(`may not tag ${words}`, 1);
  const task = taskFor('operators', 'repair');
  const failed = { type: 'Forbidden', message: 'x', step: 'GIT_PR_CREATION', incident: key } as const;
  const reference = await requests.stand({ task, failure: failed, phase: 'needs-person' });
  const member = { reference, project: 'x', step: 'GIT_PR_CREATION', since: stuckSince, due: task.due } as const;
  await requests.env.client.workflow.getHandle(incidentWorkflowId(key)).signal(joinIncidentSignal, member);

  const { status } = await call('olga', 'POST', `/api/requests/${reference}/repair`, { repair: 'retry' });
  await api.deps.background.settled();

  expect(status).toBe(202);
  const { body } = await call('olga', 'GET', `/api/incidents/${key}`);
  expect(body['members']).toContainEqual({ ...member, triedAgain });
});

test.each(['forbidden-0123456789', 'anything', 'forbidden-0123456789%27'])('there is no incident %s', async (key) => {
  expect((await call('olga', 'GET', `/api/incidents/${key}`)).status).toBe(404);
  expect((await call('olga', 'POST', `/api/incidents/${key}/retry`, {})).status).toBe(404);
});

test('one that is over is shown no more', async () => {
  const key = await open('may not read', 1);
  await requests.env.client.workflow.getHandle(incidentWorkflowId(key)).terminate();
  expect((await call('olga', 'GET', `/api/incidents/${key}`)).status).toBe(404);
  expect((await call('olga', 'POST', `/api/incidents/${key}/retry`, {})).status).toBe(404);
});

const press = (key: string, user: string, act: string) => ({
  type: 'block_actions',
  user: { id: user },
  response_url: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/response`,
  actions: [{ action_id: RETRY_ALL_ACTION, action_ts: act, value: key }],
});

async function pressed(key: string, user: string, act = '1763713200.1', wish = {}): Promise<number> {
  const { status } = await postAsSlack(api.app, press(key, user, act), wish);
  await api.deps.background.settled();
  return status;
}

test('the button in Slack does the same, once for a press that is delivered twice, and says what came of it', async () => {
  const key = await open('may not label', 2);

  expect(await pressed(key, 'U0OLGA')).toBe(200);
  await pressed(key, 'U0OLGA');
  await pressed(key, 'U0OLGA', '1763713200.2');

  expect(told).toEqual([
    '2 requests are tried again.',
    '2 requests are tried again.',
    'Nothing is stuck that is not being tried again already (2).',
  ]);
  const { body } = await call('olga', 'GET', `/api/incidents/${key}`);
  expect(body['retry']).toMatchObject({ by: 'olga', asked: 2 });
});

test.each([
  ['no operator', 'U0LEE', /only operators/],
  ['nobody of the directory', 'U0MAL', /knows nobody/],
])('a press by %s does nothing, and they are told so', async (_, user, words) => {
  const key = await open(`may not ${user}`, 1);
  expect(await pressed(key, user)).toBe(200);
  expect(told).toEqual([expect.stringMatching(words)]);
  expect((await call('olga', 'GET', `/api/incidents/${key}`)).body['retry']).toBeNull();
});

test('a press that is forged is refused', async () => {
  const key = await open('may not forge', 1);
  expect(await pressed(key, 'U0OLGA', '1763713200.1', { secret: 'another secret' })).toBe(401);
  expect((await call('olga', 'GET', `/api/incidents/${key}`)).body['retry']).toBeNull();
});
