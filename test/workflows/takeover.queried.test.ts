import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { WORKFLOW_INTERCEPTORS } from '../../src/workflow-code.ts';
import { mortalWorker } from '../support/crowd.ts';
import { eventually } from '../support/eventually.ts';
import { historyToJson } from '../support/history-json.ts';
import { wokenQuery } from '../support/takeover-workflows.ts';
import { startEnvironment } from '../support/temporal.ts';

/** Which of two tasks a worker takes first is chance: of the query that waited and the workflow's own. */
const SLEEPERS = 8;
const SLEEP_MS = 4_000;
const WITHIN_MS = 120_000;
const TASK_QUEUE = 'takeover';

let env: TestWorkflowEnvironment;
const root = mkdtempSync(join(tmpdir(), 'berth-takeover-'));
const codePath = join(root, 'workflows.js');
beforeAll(async () => {
  env = await startEnvironment();
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../support/takeover-workflows.ts', import.meta.url)),
    workflowInterceptorModules: WORKFLOW_INTERCEPTORS,
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(codePath, code);
});
afterAll(async () => {
  await env.teardown();
  rmSync(root, { recursive: true, force: true });
});

const startSleepers = () =>
  Promise.all(
    Array.from({ length: SLEEPERS }, (_, n) =>
      env.client.workflow.start('sleeper', { workflowId: `sleeper:${n}`, taskQueue: TASK_QUEUE, args: [SLEEP_MS] }),
    ),
  );

/** Waits until each history has an event of this type. */
async function allHave(handles: readonly WorkflowHandle[], type: string): Promise<void> {
  for (const handle of handles) {
    await eventually(async () => {
      const { events } = historyToJson(await handle.fetchHistory());
      return events.some(({ eventType }) => eventType === type);
    }, WITHIN_MS);
  }
}

/** Asks each of them again and again, until it is stopped. */
function askAll(handles: readonly WorkflowHandle[]): () => Promise<unknown> {
  const over = new AbortController();
  const ask = async (handle: WorkflowHandle) => {
    while (!over.signal.aborted) await handle.query(wokenQuery).catch(() => undefined);
  };
  const asking = Promise.all(handles.map(ask));
  return () => {
    over.abort();
    return asking;
  };
}

test(
  'a worker that takes over while somebody asks decides nothing otherwise than its replay',
  async () => {
    const program = new URL('../support/takeover-worker.ts', import.meta.url);
    const worker = mortalWorker(program, [env.address, codePath, TASK_QUEUE]);
    try {
      const handles = await startSleepers();
      await allHave(handles, 'EVENT_TYPE_TIMER_STARTED');
      await worker.kill();
      const stopAsking = askAll(handles);
      await allHave(handles, 'EVENT_TYPE_TIMER_FIRED');
      await worker.restart();

      const woken = await Promise.all(handles.map((handle) => handle.result()));
      await stopAsking();

      expect(woken).toEqual(Array.from({ length: SLEEPERS }, () => 1));
      for (const handle of handles) {
        const history = await handle.fetchHistory();
        await Worker.runReplayHistory({ workflowBundle: { codePath } }, history, handle.workflowId);
      }
    } finally {
      await worker.kill();
    }
  },
  WITHIN_MS * 2,
);
