import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import { WORKFLOW_INTERCEPTORS } from '../../src/workflow-code.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import type { Seeker } from './crowd-workflows.ts';

export const CLUSTER = 'cluster-east-prod';
export const COST_CENTRE = 'CC-1042';
export const POOL = `pool:${CLUSTER}`;
export const BUDGET = `budget:cost-centre.${COST_CENTRE}`;

export interface CrowdLimits {
  readonly cores: number;
  readonly monthly: number;
}

/** Where test and workers meet: the limits, who has been answered, whether the gate is open, what stands. */
export const folderOf = (root: string) => ({
  limits: join(root, 'limits.json'),
  gate: join(root, 'gate'),
  answered: join(root, 'answered'),
  standing: join(root, 'standing'),
  bundle: join(root, 'workflows.js'),
});

/** The folder with the limits and the bundled workflows in it. */
export async function prepareCrowd(root: string, limits: CrowdLimits): Promise<ReturnType<typeof folderOf>> {
  const folder = folderOf(root);
  mkdirSync(folder.answered);
  mkdirSync(folder.standing);
  writeFileSync(folder.limits, JSON.stringify(limits));
  const workflowsPath = fileURLToPath(new URL('crowd-workflows.ts', import.meta.url));
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: WORKFLOW_INTERCEPTORS,
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(folder.bundle, code);
  return folder;
}

/** One of the crowd: of sizes and fates that differ, the same in every run. */
export function seekerOf(n: number): Seeker {
  const load = { milliCpu: 0, memoryMiB: 0, storageMiB: 0, cents: 0 };
  return {
    reference: referenceOf(`crowd ${n}`),
    environment: `crowd-${n}-prod`,
    claims: [
      { book: BUDGET, load: { ...load, cents: 100 + (n % 5) * 50 } },
      { book: POOL, load: { ...load, milliCpu: 1000 + (n % 7) * 500 } },
    ],
    fate: n % 2 === 0 ? 'stands' : 'leaves',
  };
}

export const startSeeker = (client: Client, seeker: Seeker) =>
  client.workflow.start('seeker', {
    workflowId: requestWorkflowId(seeker.reference),
    taskQueue: TASK_QUEUES.main,
    args: [seeker],
  });

export const countIn = (folder: string): number => readdirSync(folder).length;

/** A worker of the crowd that can be killed like any process. */
export const crowdWorker = (address: string, root: string): MortalWorker =>
  mortalWorker(new URL('crowd-worker.ts', import.meta.url), [address, folderOf(root).bundle, root]);

export interface MortalWorker {
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** A program that works until it is killed. */
export function mortalWorker(url: URL, args: readonly string[]): MortalWorker {
  const program = fileURLToPath(url);
  const start = () => spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'inherit', 'inherit'] });
  let child: ChildProcess = start();
  const kill = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await gone;
    }
  };
  return {
    kill,
    async restart() {
      await kill();
      child = start();
    },
  };
}
