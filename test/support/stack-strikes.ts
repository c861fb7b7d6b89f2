/* Real servers that die while a request needs them, and come back once Berth has felt it. */
import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import type { Move, NextMove } from '../../scripts/demo/people.ts';
import type { RunningTofu } from '../../stack/tofu/tofu.ts';
import { treeOf } from './demo.ts';
import { eventually } from './eventually.ts';
import type { StackStage } from './stack-stage.ts';

/** Longer than any time limit of one call of Berth's. */
const FELT_WITHIN_MS = 120_000;

/** A server as far as a strike is concerned. */
export interface Victim {
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** Resolves when a call of this workflow has failed after the moment at which this was asked. */
export async function untilFelt(stage: StackStage, workflowId: string): Promise<void> {
  const connection = await Connection.connect({ address: stage.temporal.address });
  try {
    const handle = new Client({ connection }).workflow.getHandle(workflowId);
    const failedCalls = async () => {
      const { events } = await handle.fetchHistory();
      return (events ?? []).filter((event) => event.activityTaskFailedEventAttributes).length;
    };
    const before = await failedCalls();
    const isTriedAgain = async () =>
      ((await handle.describe()).raw.pendingActivities ?? []).some(({ lastFailure }) => lastFailure);
    await eventually(async () => (await isTriedAgain()) || (await failedCalls()) > before, FELT_WITHIN_MS);
  } finally {
    await connection.close();
  }
}

/** People as they are, and something that happens right after one of their moves. */
export function after(next: NextMove, what: RegExp, happens: (workflowId: string) => Promise<void>): NextMove {
  let happened = false;
  return (around, status) => {
    const move = next(around, status);
    if (!move || happened || !what.test(move.what)) return move;
    const act = async () => {
      await move.act();
      happened = true;
      await happens(status.workflowId);
    };
    return { ...move, act } satisfies Move;
  };
}

/** People as they are, and something that happens right before one of their moves, once. */
export function before(next: NextMove, what: RegExp, happens: () => Promise<void>): NextMove {
  let happened: Promise<void> | undefined;
  return (around, status) => {
    const move = next(around, status);
    if (!move || !what.test(move.what)) return move;
    const act = async () => {
      await (happened ??= happens());
      await move.act();
    };
    return { ...move, act } satisfies Move;
  };
}

/** Kills an apply of OpenTofu that this test's worker runs, while it holds the lock of this state. */
export async function killApply({ states }: RunningTofu, state: string): Promise<void> {
  await eventually(() => states.holder(state)?.includes('OperationTypeApply'), FELT_WITHIN_MS);
  const apply = treeOf(process.pid).find((pid) => isRunning(pid, 'tofu', 'apply'));
  if (apply === undefined) throw new Error('nobody applies any more');
  process.kill(apply, 'SIGKILL');
}

function isRunning(pid: number, name: string, argument: string): boolean {
  try {
    const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return program.split('/').at(-1)?.startsWith(name) === true && args.includes(argument);
  } catch {
    return false;
  }
}
