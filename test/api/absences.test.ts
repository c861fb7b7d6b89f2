import { isProvenAbsence, signAbsence } from '../../src/auth/absence-tokens.ts';
import { personWorkflowId } from '../../src/domain/naming.ts';
import { createAbsenceReader } from '../../src/intake/absences.ts';
import { absenceSignal, TASK_QUEUES, WORKFLOWS } from '../../src/workflows/messages.ts';
import { DECISION_KEY, wholeFileApi } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { absenceFrom } from '../support/person.ts';

const { api, requests } = wholeFileApi();

const DAY = 24 * 3_600_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

const call = async (person: string, method: string, path: string, body?: unknown) => {
  const answer = await api.call(person, method, path, body);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
/** Taken in by a worker, so that the next call sees it. */
const enter = async (person: string, body: Record<string, unknown>) => {
  const entered = await call(person, 'POST', '/api/absences', body);
  const { id, person: whose } = entered.body;
  if (entered.status === 201)
    await eventually(async () => (await itemsOf('olga', String(whose))).some((absence) => absence.id === id));
  return entered;
};
const itemsOf = async (person: string, whose = '') =>
  (await call(person, 'GET', `/api/absences${whose && `?person=${whose}`}`)).body['items'] as { id: string }[];
const end = (person: string, body: Record<string, unknown>) => call(person, 'POST', '/api/absences/end', body);
const endAll = async (person: string) => {
  for (const { id } of await itemsOf(person)) await end(person, { id });
  await eventually(async () => ((await itemsOf(person)).length === 0 ? true : undefined));
};

test('who is away says so, is seen by everybody, and takes it back', async () => {
  const until = inDays(7);
  const entered = await enter('lee', { until, delegate: 'sam@example.test', reason: 'On holiday' });
  expect(entered).toMatchObject({ status: 201, body: { person: 'lee', delegate: 'sam', until, by: 'lee' } });

  expect(await itemsOf('lee')).toMatchObject([{ delegate: 'sam', reason: 'On holiday' }]);
  expect(await itemsOf('olga', 'lee')).toMatchObject([{ reason: 'On holiday' }]);
  const [seen] = await itemsOf('dana', 'lee@example.test');
  expect(seen).toMatchObject({ delegate: 'sam', until });
  expect(seen).not.toHaveProperty('reason');
  const read = createAbsenceReader(requests.env.client, DECISION_KEY);
  expect((await read(['lee', 'nobody-is-called-so'])).get('lee')).toMatchObject([{ delegate: 'sam', by: 'lee' }]);

  expect((await end('lee', { id: seen?.id })).status).toBe(200);
  await eventually(async () => ((await itemsOf('lee')).length === 0 ? true : undefined));
  expect((await end('lee', { id: seen?.id })).status).toBe(404);
});

test('operators enter it for somebody who cannot, and never stand in themselves', async () => {
  const refused = await enter('olga', { person: 'lee', until: inDays(3), delegate: 'olga' });
  expect(refused).toMatchObject({ status: 422, body: { problems: [{ where: 'delegate' }] } });

  const entered = await enter('olga', { person: 'lee', until: inDays(3), delegate: 'sam' });
  expect(entered).toMatchObject({ status: 201, body: { person: 'lee', by: 'olga' } });
  expect((await enter('dana', { person: 'lee', until: inDays(3) })).status).toBe(403);
  const [{ id } = { id: '' }] = await itemsOf('lee');
  expect((await end('dana', { person: 'lee', id })).status).toBe(403);
  await endAll('lee');
});

test('two absences of one time are refused: nobody could tell who stands in', async () => {
  await enter('lee', { from: inDays(2), until: inDays(5), delegate: 'sam' });

  expect((await enter('lee', { from: inDays(4), until: inDays(9) })).status).toBe(409);
  expect((await enter('lee', { from: inDays(6), until: inDays(9) })).status).toBe(201);
  expect(await itemsOf('lee')).toHaveLength(2);
  await endAll('lee');
});

test('who can signal a workflow, and no door, makes nobody be away', async () => {
  const { client } = requests.env;
  const read = createAbsenceReader(client, DECISION_KEY);
  const windowFor = (delegate: string) => ({ ...absenceFrom(Date.now(), -DAY, DAY, delegate), by: 'cora' });
  const ofAnother = await signAbsence(DECISION_KEY, 'lee', windowFor('sam'));
  const altered = { ...(await signAbsence(DECISION_KEY, 'cora', windowFor('sam'))), delegate: 'mallory' };
  const forged = [windowFor('mallory'), { ...windowFor('sam'), delegate: null }, ofAnother, altered];
  for (const absence of forged) {
    await client.workflow.signalWithStart(WORKFLOWS.person, {
      workflowId: personWorkflowId('cora'),
      taskQueue: TASK_QUEUES.main,
      args: ['cora'],
      signal: absenceSignal,
      signalArgs: [absence],
    });
  }
  // It comes behind them.
  const { body } = await enter('cora', { until: inDays(3), delegate: 'sam' });

  expect((await read(['cora'])).get('cora')).toMatchObject([{ id: body['id'], by: 'cora' }]);
  expect(await isProvenAbsence(DECISION_KEY, 'lee', ofAnother)).toBe(true);
  await endAll('cora');
});

test('auditors change nothing', async () => {
  expect((await enter('ada', { until: inDays(1) })).status).toBe(403);
});

test.each([
  ['a time that is past', { until: inDays(-1) }, 'until'],
  ['an end before the beginning', { from: inDays(3), until: inDays(2) }, 'until'],
  ['more than a year', { until: inDays(367) }, 'until'],
  ['a time without its zone', { until: '2099-01-01T00:00:00' }, 'until'],
  ['oneself as delegate', { until: inDays(1), delegate: 'lee' }, 'delegate'],
  ['oneself by mail address', { until: inDays(1), delegate: 'lee@example.test' }, 'delegate'],
  ['a delegate whom nobody knows', { until: inDays(1), delegate: 'nobody' }, 'delegate'],
])('%s is refused, with the field that is wrong', async (_, body, where) => {
  expect(await enter('lee', body)).toMatchObject({ status: 422, body: { problems: [{ where }] } });
});
