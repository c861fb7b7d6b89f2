import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import { readAuditTail } from '../../src/intake/audit-tail.ts';
import { eventually } from '../support/eventually.ts';
import { eachTest } from '../support/fixture.ts';
import { stageGithub } from '../support/github.ts';
import { enter, idsInGit, recordedEntry, withKeeper } from '../support/record.ts';
import { startTimeSkipping } from '../support/temporal.ts';

const stage = eachTest(stageGithub);
let env: TestWorkflowEnvironment;
beforeEach(async () => {
  env = await startTimeSkipping();
});
afterEach(() => env.teardown());

const MINUTE_MS = 60_000;

const files = () => stage.context.writes.all().filter(({ what }) => /contents|git\/refs/.test(what)).length;

test('what requests tell is one record, each entry once and in the order of telling; ten minutes later Git has it', async () => {
  await withKeeper({ env, stage }, {}, async () => {
    await enter(env, 'a', 'b');
    await enter(env, 'c');
    await enter(env, 'b', 'c', 'd');
    expect(await idsInGit(stage)).toEqual([]);
    expect((await readAuditTail(env.client)).entries.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);

    await env.sleep(11 * MINUTE_MS);

    await eventually(async () => (await idsInGit(stage)).length === 4);
    expect(await idsInGit(stage)).toEqual(['a', 'b', 'c', 'd']);
    const { head, entries } = await eventually(async () => {
      const tail = await readAuditTail(env.client);
      return tail.entries.length === 0 && tail;
    });
    expect([head?.seq, entries]).toEqual([4, []]);
    await enter(env, 'd', 'e');
    await env.sleep(11 * MINUTE_MS);
    await eventually(async () => (await idsInGit(stage)).length === 5);
    expect(files()).toBe(2);
  });
});

test('a hundred entries do not wait', async () => {
  await withKeeper({ env, stage }, {}, async () => {
    await enter(env, ...Array.from({ length: 100 }, (_, n) => `id-${n}`));
    await eventually(async () => (await idsInGit(stage)).length === 100);
    expect(files()).toBe(1);
  });
});

test('a worker that dies when it has written, and before it has said so, doubles and loses nothing', async () => {
  let deaths = 0;
  const writeRecord: Activities['writeRecord'] = async (input) => {
    const head = await stage.activities.writeRecord(input);
    if (deaths++ === 0) throw failure('Unavailable', 'the worker died');
    return head;
  };
  await withKeeper({ env, stage }, { writeRecord }, async () => {
    await enter(env, 'a', 'b');
    await env.sleep(11 * MINUTE_MS);
    await eventually(() => deaths > 1);
    await enter(env, 'c');
    await env.sleep(11 * MINUTE_MS);
    await eventually(async () => (await idsInGit(stage)).length === 3);
  });
  expect(await idsInGit(stage)).toEqual(['a', 'b', 'c']);
});

test('while Git cannot be written nothing is lost; operators hear of it once, and whoever verifies sees why', async () => {
  const told: string[] = [];
  let isBroken = true;
  await withKeeper(
    { env, stage },
    {
      announceInSlack: async ({ text }) => {
        told.push(text);
        return [];
      },
      writeRecord: async (input) => {
        if (isBroken) throw failure('Configuration', 'The record in Git ends elsewhere.');
        return stage.activities.writeRecord(input);
      },
    },
    async () => {
      await enter(env, 'a');
      await env.sleep(11 * MINUTE_MS);
      await eventually(async () => (await readAuditTail(env.client)).problem === 'The record in Git ends elsewhere.');
      await enter(env, 'b');
      await env.sleep(20 * MINUTE_MS);
      expect(told).toEqual(['The record for auditors cannot be written: The record in Git ends elsewhere.']);
      isBroken = false;
      await env.sleep(20 * MINUTE_MS);
      await eventually(async () => (await idsInGit(stage)).length === 2);
      await eventually(async () => (await readAuditTail(env.client)).problem === null);
    },
  );
  expect(await idsInGit(stage)).toEqual(['a', 'b']);
});

test('after Temporal has lost everything it goes on where Git ends', async () => {
  const after = await stage.activities.readRecordHead();
  await stage.activities.writeRecord({ after, batch: { month: '2026/10', entries: [recordedEntry('before')] } });
  await withKeeper({ env, stage }, {}, async () => {
    await enter(env, 'a');
    await env.sleep(11 * MINUTE_MS);
    await eventually(async () => (await idsInGit(stage)).length === 2);
  });
  expect(await idsInGit(stage)).toEqual(['before', 'a']);
});
