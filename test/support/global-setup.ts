import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Bundles the workflows once for all test files, which each took a second for it. */
export default async function setUp(): Promise<void> {
  const root = join(import.meta.dirname, '..', '..');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'src', 'workflows', 'index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  const folder = join(root, '.berth', 'test');
  mkdirSync(folder, { recursive: true });
  const codePath = join(folder, `workflows-${process.pid}.js`);
  writeFileSync(codePath, code);
  process.on('exit', () => rmSync(codePath, { force: true }));
  process.env.BERTH_WORKFLOW_BUNDLE = codePath;
}
