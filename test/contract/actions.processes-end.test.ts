import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActionsStage, AT, stageActions, untilRun } from '../support/actions.ts';

let stage: ActionsStage;
let pidFile: string;
beforeEach(async () => {
  stage = await stageActions(`
      - name: Wait
        env: { PID_FILE: "\${{ inputs.who }}" }
        run: |
          sleep 600 &
          echo $! > "$PID_FILE"
          wait
`);
  pidFile = join(stage.context.folder, 'pid');
  await stage.dispatch({ who: pidFile });
  await untilRun(stage.server, () => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
});
afterEach(() => stage.close());

test('cancelling a run ends what its step started', async () => {
  const [run] = (await stage.server.inspect()).dispatches;

  await stage.lee.actions.cancelWorkflowRun({ ...AT, run_id: run?.id ?? 0 });

  const ended = await untilRun(stage.server, ({ status }) => status === 'completed');
  expect(ended.conclusion).toBe('cancelled');
  expect(ended.jobs[0]?.steps.find(({ name }) => name === 'Wait')?.conclusion).toBe('cancelled');
  await untilGone(pid());
});

test('closing the server ends what its runs started', async () => {
  await stage.server.close();
  await expect(untilGone(pid())).resolves.toBeUndefined();
});

const pid = () => Number(readFileSync(pidFile, 'utf8'));

/** The test's own time limit is the only one. */
async function untilGone(id: number): Promise<void> {
  while (isRunning(id)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A process that was killed may wait a moment to be reaped. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
