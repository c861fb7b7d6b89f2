/*
 * Before an activity writes to GitHub it asks the workflow `permits:<owner>`, which counts for all workers. An activity
 * takes what it needs in one go: with permits by ones it would begin its work again and again and never end it.
 */
import { randomUUID } from 'node:crypto';
import { Context, sleep } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { ClientError } from '../clients/client-error.ts';
import type { WritePermits } from '../clients/github.ts';
import { permitsWorkflowId } from '../domain/naming.ts';
import { PERMIT_LIFE_MS, type PermitAnswer, type PermitAsk, type WriteLimits } from '../domain/write-permits.ts';
import { TASK_QUEUES, takePermitsUpdate, WORKFLOWS } from '../workflows/messages.ts';
import { askEntity } from './entity-update.ts';
import { failure } from './failures.ts';
import { limitedFailure } from './repository/errors.ts';

/** Writes of an activity that has all its work before it; others need one. */
const NEEDED: Readonly<Record<string, number>> = {
  proposeChange: 4,
  mergePullRequest: 2,
  closePullRequest: 3,
  restoreBranch: 2,
  revertChange: 7,
  dropFiles: 7,
  ensureTeam: 2,
};

/** Longer waits are the lifecycle's, where people see them. */
const PATIENCE_MS = 5_000;

/** What an activity holds; a permit lapses a while after it was asked for. */
interface Held {
  left: number;
  readonly until: number;
}

export interface WritePermitsDeps {
  readonly client: Client;
  /** Of the repositories. */
  readonly owner: string;
  readonly limits: WriteLimits;
}

/** Permits for whatever runs inside an activity. */
export function createWritePermits(deps: WritePermitsDeps): WritePermits {
  const held = new WeakMap<Context, Held>();
  return {
    async take() {
      const context = Context.current();
      let mine = held.get(context);
      while (!mine || mine.left === 0 || Date.now() > mine.until) mine = await waitForPermits(deps, context);
      mine.left -= 1;
      held.set(context, mine);
    },
  };
}

/** @throws failure `RateLimited` when the wait is one that people should see. */
async function waitForPermits(deps: WritePermitsDeps, { info }: Context): Promise<Held> {
  const who = `${info.workflowExecution?.workflowId}/${info.activityType}`;
  for (const began = Date.now(); ; ) {
    const ask = { who, call: randomUUID(), count: NEEDED[info.activityType] ?? 1, limits: deps.limits };
    const until = Date.now() + PERMIT_LIFE_MS;
    const answer = await takePermits(deps, ask);
    if (!('waitMs' in answer)) return { left: answer.granted, until };
    if (Date.now() + answer.waitMs > began + PATIENCE_MS) throw later(deps.limits, answer);
    await sleep(answer.waitMs);
  }
}

async function takePermits({ client, owner }: WritePermitsDeps, ask: PermitAsk): Promise<PermitAnswer> {
  const workflowId = permitsWorkflowId(owner);
  const question = { workflowId, update: takePermitsUpdate, argument: ask, updateId: ask.call };
  try {
    return await askEntity(client, { ...question, start: () => keepPermits(client, owner) });
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    throw failure(error.type, error.message, { cause: error });
  }
}

/** Starts the account's workflow, unless it runs. */
export async function keepPermits(client: Client, owner: string): Promise<void> {
  await client.workflow.start(WORKFLOWS.permits, {
    workflowId: permitsWorkflowId(owner),
    taskQueue: TASK_QUEUES.main,
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `Who may write to GitHub as ${owner} now`,
  });
}

function later({ perMinute, perHour }: WriteLimits, { waitMs, owed }: { waitMs: number; owed: number }) {
  const at = new Date(Date.now() + waitMs).toISOString();
  const before = owed > 0 ? `, and ${owed} writes of others come first` : '';
  const rule = `GitHub is written to at most ${perMinute} times a minute and ${perHour} an hour`;
  return limitedFailure(`${rule}${before}: it is this one's turn at ${at}.`, waitMs);
}
