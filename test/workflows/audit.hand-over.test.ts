import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { FULL_BATCH } from '../../src/domain/audit-keeping.ts';
import { AUDIT_WORKFLOW_ID } from '../../src/domain/naming.ts';
import { readAuditTail } from '../../src/intake/audit-tail.ts';
import { eventually } from '../support/eventually.ts';
import { wholeFile } from '../support/fixture.ts';
import { stageGithub } from '../support/github.ts';
import { enter, idsInGit, withKeeper } from '../support/record.ts';
import { startEnvironment } from '../support/temporal.ts';

const stage = wholeFile(stageGithub);
let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const named = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
const runId = async () => (await env.client.workflow.getHandle(AUDIT_WORKFLOW_ID).describe()).runId;

test('it cannot be cancelled, and goes on in another run with all that it was told', async () => {
  await withKeeper({ env, stage }, {}, async () => {
    await enter(env, 'first');
    await env.client.workflow.getHandle(AUDIT_WORKFLOW_ID).cancel();
    const began = await runId();
    const many = named('id', 540);
    for (let n = 0; n < many.length; n += 20) {
      await Promise.all(many.slice(n, n + 20).map((id) => enter(env, id)));
    }
    await eventually(async () => (await runId()) !== began);
    await enter(env, 'first', 'id-7', ...named('later', 100));
    const rest = await eventually(async () => {
      const { entries } = await readAuditTail(env.client);
      return entries.length < FULL_BATCH && entries.map(({ id }) => id);
    });

    const ids = [...(await idsInGit(stage)), ...rest];

    expect(ids).toHaveLength(641);
    expect(new Set(ids)).toEqual(new Set(['first', ...many, ...named('later', 100)]));
    expect(ids[0]).toBe('first');
    expect(ids.slice(-100)).toEqual(named('later', 100));
  });
});
