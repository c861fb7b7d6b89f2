import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { WORKFLOW_BUNDLE } from '../../src/workflow-code.ts';

/** Ends what set-up started; here since jest gives set-up and teardown nothing in common but modules. */
const stops: (() => Promise<void>)[] = [];
export const stopAll = async () => void (await Promise.all(stops.map((stop) => stop())));

export default async function setUp(): Promise<void> {
  await bundleOnce();
  if (process.env.BERTH_STACK !== '1') return;
  await startJudgeOnce();
  await startLenderOnce();
}

/** Bundles the workflows once for all test files, which each took a second for it. */
async function bundleOnce(): Promise<void> {
  const root = join(import.meta.dirname, '..', '..');
  const { code } = await bundleWorkflowCode({
    ...WORKFLOW_BUNDLE,
    logger: new DefaultLogger('WARN'),
  });
  const folder = join(root, '.berth', 'test');
  mkdirSync(folder, { recursive: true });
  const codePath = join(folder, `workflows-${process.pid}.js`);
  writeFileSync(codePath, code);
  process.on('exit', () => rmSync(codePath, { force: true }));
  process.env.BERTH_WORKFLOW_BUNDLE = codePath;
}

/** One judge of GitHub's calls for all test files; it costs nothing until it is asked. */
async function startJudgeOnce(): Promise<void> {
  const { startJudge } = await import('../../stack/github/judge.ts');
  const folder = mkdtempSync(join(tmpdir(), 'berth-judge-'));
  const judge = await startJudge(folder);
  process.env.BERTH_GITHUB_JUDGE = judge.url;
  stops.push(async () => {
    await judge.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** Whoever lends real clusters; it starts none before it is asked. */
async function startLenderOnce(): Promise<void> {
  const { startLender } = await import('./cluster-lender.ts');
  const lender = await startLender();
  process.env.BERTH_CLUSTER_LENDER = lender.url;
  stops.push(lender.close);
}
