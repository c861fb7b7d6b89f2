import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createAuditActivities } from '../../src/activities/audit.ts';
import type { Activities } from '../../src/activities/contracts.ts';
import { createAuditRecord } from '../../src/clients/audit-record.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { verifyRecord } from '../../src/domain/audit-verify.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import type { GithubStage } from './github.ts';
import { workflowCode } from './temporal.ts';

export const recordedEntry = (id: string): AuditEntry => ({
  id,
  at: '2026-11-21T09:00:00.000Z',
  reference: 'BR-7F3K2M9QXA',
  kind: 'decision',
  by: 'lee',
  what: `approve ${id}`,
  facts: {},
});

/** Tells the keeper of the record, as a request does it. */
export const enter = (env: Pick<TestWorkflowEnvironment, 'client'>, ...ids: string[]): Promise<void> =>
  createAuditActivities({ client: env.client }).enterIntoRecord({ entries: ids.map(recordedEntry) });

/** Runs the keeper of the record beside `play`, on the stage's GitHub but for what `script` does otherwise. */
export async function withKeeper(
  { env, stage }: { readonly env: TestWorkflowEnvironment; readonly stage: GithubStage },
  script: Partial<Activities>,
  play: () => Promise<void>,
): Promise<void> {
  const { nativeConnection: connection } = env;
  const { readRecordHead, writeRecord } = stage.activities;
  const activities = { readRecordHead, writeRecord, announceInSlack: async () => [], ...script };
  const workers = await Promise.all([
    Worker.create({ connection, ...workflowCode(), activities, taskQueue: TASK_QUEUES.main }),
    Worker.create({ connection, activities, taskQueue: TASK_QUEUES.githubWrite }),
  ]);
  const running = workers.map((worker) => worker.run());
  try {
    await play();
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  }
}

/** Ids in the order of the record in Git, which must be whole. */
export async function idsInGit(stage: GithubStage): Promise<string[]> {
  const record = createAuditRecord(stage.github);
  const lines: string[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page = await record.after(after);
    lines.push(...page.lines);
    after = page.next;
  }
  expect(verifyRecord(lines).findings).toEqual([]);
  return lines.map((line) => (JSON.parse(line) as AuditEntry).id);
}
