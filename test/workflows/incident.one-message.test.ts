/* What an incident says and when, on the clock of a server that skips time. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { failure } from '../../src/activities/failures.ts';
import { createIncidentActivities } from '../../src/activities/incidents.ts';
import { incidentLine } from '../../src/domain/incident-text.ts';
import { incidentWorkflowId } from '../../src/domain/naming.ts';
import { beginRound, join as enter, newBoard } from '../../src/workflows/incident/state.ts';
import { incidentQuery, retryAllUpdate, TASK_QUEUES, WORKFLOWS } from '../../src/workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { withIncidents } from '../support/incidents.ts';
import { startTimeSkipping } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());

const MINUTE_MS = 60_000;
const doors = () => createIncidentActivities({ client: env.client });

/** A request of that number says that it needs somebody, for a cause of the test's own. */
async function join(cause: string, n: number): Promise<string> {
  const since = new Date(await env.currentTimeMs()).toISOString();
  const member = { reference: `BR-${n}`, project: 'payments', step: 'GIT_PR_CREATION', since, due: since } as const;
  const words = { type: 'Forbidden', system: 'GitHub', words: cause };
  return (await doors().joinIncident({ cause: words, problem: cause, member })).key;
}

const handleOf = (key: string) => env.client.workflow.getHandle(incidentWorkflowId(key));
const leave = (key: string, n: number) => doors().leaveIncident({ key, reference: `BR-${n}` });
const olga = { person: 'olga', channel: 'api', reason: 'It may push again' };

test('it tells at once, then changes its message once a minute at most, and says when it is over', async () => {
  await withIncidents(env, {}, async ({ said }) => {
    const key = await join('no right', 1);
    await eventually(() => said.length === 1);
    for (const n of [2, 3, 4]) await join('no right', n);
    await env.sleep(MINUTE_MS);
    await eventually(() => said.length === 2);
    for (const n of [1, 2, 3, 4]) await leave(key, n);

    expect(await handleOf(key).result()).toMatchObject({ count: 0, total: 4 });

    expect(said.map(({ news }) => incidentLine(news))).toEqual([
      'BR-1 needs a person: no right',
      '4 requests need a person: no right',
      expect.stringMatching(/^0 requests|^Over: all 4/),
      ...(said.length > 3 ? ['Over: all 4 requests went on or ended: no right'] : []),
    ]);
    expect(said.at(-1)?.news).toMatchObject({ isOver: true });
    expect(said.map(({ post }) => post === null)).toEqual([true, ...said.slice(1).map(() => false)]);
    const pauses = said.slice(1).map(({ at }, i) => at - (said[i]?.at ?? 0));
    expect(Math.min(...pauses.slice(0, 1))).toBeGreaterThanOrEqual(MINUTE_MS);
  });
});

test('who fails again at once does not open another; who comes when it is over opens another with a message of its own', async () => {
  await withIncidents(env, {}, async ({ said }) => {
    const key = await join('flapping', 1);
    await leave(key, 1);
    await join('flapping', 1);
    expect(await handleOf(key).query(incidentQuery)).toMatchObject({ members: [{ reference: 'BR-1' }], total: 2 });
    await leave(key, 1);
    await handleOf(key).result();
    const before = said.filter(({ post }) => post === null).length;

    expect(await join('flapping', 2)).toBe(key);
    await leave(key, 2);
    await handleOf(key).result();

    expect(before).toBe(1);
    expect(said.filter(({ post }) => post === null)).toHaveLength(2);
    expect(new Set(said.map(({ news }) => news.since)).size).toBe(2);
  });
});

test('who has failed again before it is known that it was tried again is stuck, and is tried again by the next word', async () => {
  let tells = 0;
  const retryMembers = async ({ references }: { references: readonly string[] }) => {
    tells += 1;
    await join('fails at once', 1);
    return { taken: references, refused: [], gone: [] };
  };
  await withIncidents(env, { retryMembers }, async () => {
    const key = await join('fails at once', 1);
    const retryAll = () => handleOf(key).executeUpdate(retryAllUpdate, { args: [olga] });
    expect(await retryAll()).toEqual({ asked: 1, underWay: 0 });
    await eventually(async () => (await handleOf(key).query(incidentQuery)).retry?.taken === 1);

    expect(await retryAll()).toEqual({ asked: 1, underWay: 0 });

    await eventually(() => tells === 2);
    await eventually(async () => (await handleOf(key).query(incidentQuery)).retry?.taken === 1);
    await leave(key, 1);
    await handleOf(key).result();
  });
});

test('ten are tried again at a time, each once, however often it is said; who has ended is out', async () => {
  const told: string[][] = [];
  const saidTwice = Promise.withResolvers<void>();
  const retryMembers = async ({ references }: { references: readonly string[] }) => {
    told.push([...references]);
    await saidTwice.promise;
    const gone = references.filter((reference) => reference === 'BR-7');
    return { taken: references.filter((reference) => reference !== 'BR-7'), refused: [], gone };
  };
  await withIncidents(env, { retryMembers }, async () => {
    let key = '';
    for (let n = 1; n <= 25; n++) key = await join('crowd', n);
    const handle = handleOf(key);

    const [first, second] = [
      await handle.executeUpdate(retryAllUpdate, { args: [olga] }),
      await handle.executeUpdate(retryAllUpdate, { args: [olga] }),
    ];
    saidTwice.resolve();
    await env.sleep(MINUTE_MS);
    const third = await handle.executeUpdate(retryAllUpdate, { args: [olga] });

    expect([first, second, third]).toEqual([
      { asked: 25, underWay: 0 },
      { asked: 0, underWay: 25 },
      { asked: 0, underWay: 24 },
    ]);
    expect(told.map((references) => references.length)).toEqual([10, 10, 5]);
    expect(new Set(told.flat()).size).toBe(25);
    const { members, retry } = await handle.query(incidentQuery);
    expect(members.map(({ reference }) => reference)).not.toContain('BR-7');
    expect(retry).toMatchObject({ by: 'olga', reason: 'It may push again', asked: 25, taken: 24, refused: 1 });
    // One of them fails again: it alone is stuck.
    await join('crowd', 3);
    expect(await handle.executeUpdate(retryAllUpdate, { args: [olga] })).toEqual({ asked: 1, underWay: 23 });
    for (let n = 1; n <= 25; n++) await leave(key, n);
    await handle.result();
    expect(told.at(-1)).toEqual(['BR-3']);
  });
});

test('a batch that cannot be told stays stuck, and can be tried again', async () => {
  let broken = true;
  const retryMembers = async ({ references }: { references: readonly string[] }) => {
    if (broken) throw failure('Configuration', 'Temporal refuses us');
    return { taken: references, refused: [], gone: [] };
  };
  await withIncidents(env, { retryMembers }, async () => {
    const key = await join('unheard', 1);
    await handleOf(key).executeUpdate(retryAllUpdate, { args: [olga] });
    await env.sleep(MINUTE_MS);
    broken = false;

    expect(await handleOf(key).executeUpdate(retryAllUpdate, { args: [olga] })).toEqual({ asked: 1, underWay: 0 });

    await leave(key, 1);
    await handleOf(key).result();
  });
});

test('operators are reminded of all together, once a day at most', async () => {
  await withIncidents(env, {}, async ({ reminders }) => {
    const key = await join('forgotten', 1);
    await join('forgotten', 2);
    await doors().remindOperators({ key });
    await env.sleep('1 day');
    for (let n = 0; n < 5; n++) await doors().remindOperators({ key });
    await eventually(() => reminders.length === 1);
    await env.sleep('1 day');
    await doors().remindOperators({ key });
    // Of an incident in which nobody is left by then nobody is reminded.
    await eventually(() => reminders.length === 2);
    await leave(key, 1);
    await leave(key, 2);
    await handleOf(key).result();

    expect(reminders).toEqual([1, 2]);
  });
});

test('while Slack is away it goes on, and says it later', async () => {
  let away = true;
  const tries: boolean[] = [];
  const showIncident = async () => {
    tries.push(away);
    if (away) throw failure('Configuration', 'Slack refuses the token');
    return { channel: 'C0BERTH', ts: '1.0' };
  };
  await withIncidents(env, { showIncident }, async () => {
    const key = await join('unsaid', 1);
    await eventually(() => tries.length === 1);
    away = false;
    await env.sleep(10 * MINUTE_MS);
    await eventually(() => tries.includes(false));
    await leave(key, 1);
    expect(await handleOf(key).result()).toMatchObject({ total: 1 });
  });
});

test('a request that ended without a word is forgotten, so that the incident ends', async () => {
  const whoGoesOn = async ({ references }: { references: readonly string[] }) =>
    references.filter((reference) => reference !== 'BR-1');
  await withIncidents(env, { whoGoesOn }, async () => {
    const key = await join('silent', 1);
    expect(await handleOf(key).result()).toMatchObject({ count: 0, total: 1 });
  });
});

test('a run hands on all it knows: its message, who is in it, and whose turn is still to come', async () => {
  const opening = { key: 'forbidden-0123456789', type: 'Forbidden', system: 'GitHub', problem: 'handed on' };
  const now = await env.currentTimeMs();
  const since = new Date(now).toISOString();
  const board = newBoard(opening, now);
  board.post = { channel: 'C0BERTH', ts: '7.0' };
  const references = Array.from({ length: 12 }, (_, n) => `BR-${n}`);
  for (const reference of references) enter(board, { reference, project: '', step: 'NOTIFICATION', since, due: since });
  beginRound(board, olga, now);
  const told: string[] = [];
  const retryMembers = async ({ references: those }: { references: readonly string[] }) => {
    told.push(...those);
    return { taken: those, refused: [], gone: [] };
  };
  await withIncidents(env, { retryMembers }, async ({ said }) => {
    const handle = await env.client.workflow.start(WORKFLOWS.incident, {
      workflowId: incidentWorkflowId(opening.key),
      taskQueue: TASK_QUEUES.main,
      args: [opening, board],
    });
    await env.sleep(MINUTE_MS);
    await eventually(() => told.length === 12);
    for (const reference of references) await doors().leaveIncident({ key: opening.key, reference });
    expect(await handle.result()).toMatchObject({ count: 0, total: 12, retry: { by: 'olga', asked: 12, taken: 12 } });

    expect(told.toSorted()).toEqual(references.toSorted());
    expect(said.map(({ post }) => post)).not.toContain(null);
    expect(said[0]?.post).toEqual({ channel: 'C0BERTH', ts: '7.0' });
  });
});
