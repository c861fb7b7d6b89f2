/* Plays a whole request through the API, for stage dev in region east, on real processes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PEOPLE } from '../../sandbox/people.ts';
import type { Sandbox, Surroundings } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { callPatiently, completeTask, requestPath } from '../../scripts/demo/people.ts';
import { readStatus } from '../../scripts/demo/play.ts';
import { type Stage, type StartAround, setStageWith } from '../../scripts/demo/stage.ts';
import { isOver, type RequestStatus } from '../../src/domain/status.ts';

const NEW_PROJECT = {
  project: 'payments',
  title: 'Payments API',
  lead: PEOPLE.lee.mail,
  costCentre: 'CC-1042',
  environments: [{ stage: 'dev', regions: ['east'], size: 'S', items: [] }],
};

/** What an operator does for the task `manual`, before it is completed. */
export type ByHand<Around extends Surroundings = Sandbox> = (
  stage: Stage<Around>,
  status: RequestStatus,
) => Promise<void>;

/** Runs `play` on a stage of its own; `start` starts what is around Berth, and writes its configuration. */
export async function onStage(
  play: (stage: Stage) => Promise<void>,
  start: StartAround<Sandbox> = startSandbox,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-play-'));
  const stage = await setStageWith(start, { folder, say: () => {} });
  try {
    await play(stage);
  } finally {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Dana asks, Sam confirms the accounts, Lee approves, Olga does what is to be done by hand; returns how it ended.
 * @param change fields of the request that differ.
 */
export async function playByApi(
  stage: Stage,
  byHand: ByHand = async () => {},
  change: Readonly<Record<string, unknown>> = {},
): Promise<RequestStatus> {
  const { reference } = (await callPatiently(stage.sandbox, PEOPLE.dana, '/api/requests', {
    ...NEW_PROJECT,
    ...change,
  })) as {
    reference: string;
  };
  return playOn(stage, reference, byHand);
}

/** The same for a request that somebody has made already. */
export async function playOn<Around extends Surroundings>(
  stage: Stage<Around>,
  reference: string,
  byHand: ByHand<Around>,
): Promise<RequestStatus> {
  const done = new Set<string>();
  for (;;) {
    const status = await readStatus(stage, reference);
    if (isOver(status.phase) || status.phase === 'needs-person') return status;
    const turn = turnOf(status);
    if (turn && !done.has(turn)) {
      done.add(turn);
      await take(stage, status, turn, byHand);
    }
    await delay(150);
  }
}

type Turn = 'accounts' | 'manual' | 'approve';

function turnOf({ task, step, waitingOn }: RequestStatus): Turn | undefined {
  if (task?.id === 'accounts' || task?.id === 'manual') return task.id;
  return step === 'APPROVAL_WORKFLOW' && waitingOn?.kind === 'person' ? 'approve' : undefined;
}

async function take<Around extends Surroundings>(
  stage: Stage<Around>,
  status: RequestStatus,
  turn: Turn,
  byHand: ByHand<Around>,
): Promise<void> {
  const { plan } = status;
  if (turn === 'approve') {
    await callPatiently(stage.sandbox, PEOPLE.lee, requestPath(status, 'decide'), {
      verdict: 'approve',
      specHash: plan?.specHash,
    });
    return;
  }
  const who = turn === 'manual' ? PEOPLE.olga : PEOPLE.sam;
  if (turn === 'manual') await byHand(stage, status);
  await completeTask(stage.sandbox, status, who);
}
