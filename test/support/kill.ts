/*
 * Plays one whole request against real processes and kills the worker at one of its writes, so that the end can be
 * compared with that of a run in which nobody was killed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WriteMoment } from '../../sandbox/kit/write-log.ts';
import { PEOPLE } from '../../sandbox/people.ts';
import { callPatiently, type Story, toward } from '../../scripts/demo/people.ts';
import { type Cast, playRequest } from '../../scripts/demo/play.ts';
import { PlayedCast } from '../../scripts/demo/played.ts';
import { type Stage, setStage } from '../../scripts/demo/stage.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { readWorld, type World } from './world.ts';

export interface KillPoint {
  /** Number of the write, from 1. */
  readonly write: number;
  /** `effect`: it has happened, the reply has not left. `replied`: the reply has left. */
  readonly moment: WriteMoment;
}

/** A request that ends like this; `removed` is one that takes away what another has made. */
export type KillStory = Story | 'removed';

export interface Outcome {
  readonly status: RequestStatus;
  /** References of requests that ended before this one began. */
  readonly earlier: readonly string[];
  /** `<system> <what>` of every write, in order. */
  readonly writes: readonly string[];
  /** True when the kill came about. */
  readonly killed: boolean;
  readonly world: World;
}

/** Plays a story to its end; with a point, a new worker replaces the one that is killed there. */
export async function playWithKill(story: KillStory, point?: KillPoint): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-kill-'));
  const stage = await setStage({ folder, say: () => {} });
  try {
    const earlier = story === 'removed' ? [(await play(stage, making(stage))).reference] : [];
    const before = stage.sandbox.context.writes.all().length;
    const wasKilled = arm(stage, point && { ...point, write: before + point.write });
    const status = await play(stage, story === 'removed' ? removing(stage) : mailing(stage, story));
    const own = stage.sandbox.context.writes.all().slice(before);
    const writes = own.map(({ system, what }) => `${system} ${what}`);
    return { status, earlier, writes, killed: wasKilled(), world: await readWorld(stage.sandbox) };
  } finally {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const UNSEEN = { show: () => {}, say: () => {}, release: () => {} };

async function play(stage: Stage, cast: Cast): Promise<RequestStatus> {
  const { status } = await playRequest(stage, { cast, list: UNSEEN, interrupted: new AbortController().signal });
  if (!status) throw new Error('The request did not end');
  return status;
}

const mailing = ({ sandbox }: Stage, story: Story) => new PlayedCast(sandbox, { next: toward(story), list: UNSEEN });

/** Something to remove, with a claim on a disk, so that data goes. */
function making({ sandbox }: Stage): Cast {
  const database = { item: 'postgresql', parameters: { version: '16', storage: '10Gi' } };
  const selection = { stage: 'dev', regions: ['east'], size: 'S', items: [database] };
  return new PlayedCast(sandbox, { next: toward('ready', selection), list: UNSEEN });
}

/** Dana asks for it, and the others do what they do for any request. */
function removing(stage: Stage): Cast {
  const people = mailing(stage, 'ready');
  const asked = { kind: 'decommission', environment: 'payments-dev', reason: 'Not needed any more.' };
  let heard = false;
  const ask = async () => {
    if (heard) return;
    await callPatiently(stage.sandbox, PEOPLE.dana, '/api/requests', asked);
    heard = true;
  };
  return {
    turn: (status) => (status ? people.turn(status) : ask()),
    givesUp: (status) => people.givesUp(status),
    mailFailed: () => true,
  };
}

function arm(stage: Stage, point: KillPoint | undefined): () => boolean {
  let killed = false;
  stage.sandbox.context.writes.onMoment = (write, moment) => {
    if (killed || write.n !== point?.write || moment !== point.moment) return;
    killed = true;
    stage.replaceWorker();
  };
  return () => killed;
}
