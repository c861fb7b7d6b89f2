/* Plays a whole request through the API, for stage dev in region east, on real processes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';
import { type Stage, setStage } from '../../scripts/demo/stage.ts';
import type { RequestStatus } from '../../src/domain/status.ts';

const NEW_PROJECT = {
  project: 'payments',
  title: 'Payments API',
  lead: PEOPLE.lee.mail,
  costCentre: 'CC-1042',
  environments: [{ stage: 'dev', regions: ['east'], size: 'S', items: [] }],
};
const OVER: readonly string[] = [
  'ready',
  'partially-ready',
  'rejected',
  'withdrawn',
  'expired',
  'undone',
  'needs-person',
];

/** What an operator does for the task `manual`, before it is completed. */
export type ByHand = (stage: Stage, status: RequestStatus) => Promise<void>;

/** Runs `play` on a stage of its own. */
export async function onStage(play: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-play-'));
  const stage = await setStage({ folder, say: () => {} });
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
  const { reference } = (await call(stage, PEOPLE.dana, '', { ...NEW_PROJECT, ...change })) as { reference: string };
  const done = new Set<string>();
  for (;;) {
    const status = await readStatus(stage, reference);
    if (OVER.includes(status.phase)) return status;
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

async function take(stage: Stage, status: RequestStatus, turn: Turn, byHand: ByHand): Promise<void> {
  const { reference, plan } = status;
  if (turn === 'approve') {
    await call(stage, PEOPLE.lee, `/${reference}/decide`, { verdict: 'approve', specHash: plan?.specHash });
    return;
  }
  const who = turn === 'manual' ? PEOPLE.olga : PEOPLE.sam;
  await call(stage, who, `/${reference}/claim`, { task: turn });
  if (turn === 'manual') await byHand(stage, status);
  await call(stage, who, `/${reference}/complete`, { task: turn });
}

/** A worker that has just started may not answer yet: the API says so, and people look again. */
async function readStatus(stage: Stage, reference: string): Promise<RequestStatus> {
  for (;;) {
    try {
      return (await call(stage, PEOPLE.olga, `/${reference}`)) as RequestStatus;
    } catch (error) {
      if (!String(error).includes(': 503 ')) throw error;
      await delay(150);
    }
  }
}

async function call({ sandbox }: Stage, person: SandboxPerson, path: string, body?: unknown): Promise<unknown> {
  const token = await sandbox.issuer.tokenFor(person.id);
  const response = await fetch(`${sandbox.apiUrl}/api/requests${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${path} as ${person.id}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}
