/*
 * Plays one whole request against real processes and kills the worker at one of its writes, so that the end can be
 * compared with that of a run in which nobody was killed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WriteMoment } from '../../sandbox/kit/write-log.ts';
import { type Story, toward } from '../../scripts/demo/people.ts';
import { playRequest } from '../../scripts/demo/play.ts';
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

export interface Outcome {
  readonly status: RequestStatus;
  /** `<system> <what>` of every write, in order. */
  readonly writes: readonly string[];
  /** True when the kill came about. */
  readonly killed: boolean;
  readonly world: World;
}

/** Plays a story to its end; with a point, a new worker replaces the one that is killed there. */
export async function playWithKill(story: Story, point?: KillPoint): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-kill-'));
  const stage = await setStage({ folder, say: () => {} });
  try {
    const wasKilled = arm(stage, point);
    const cast = new PlayedCast(stage.sandbox, { next: toward(story), list: UNSEEN });
    const { status } = await playRequest(stage, { cast, list: UNSEEN, interrupted: new AbortController().signal });
    if (!status) throw new Error('The request did not end');
    const writes = stage.sandbox.context.writes.all().map(({ system, what }) => `${system} ${what}`);
    return { status, writes, killed: wasKilled(), world: await readWorld(stage.sandbox) };
  } finally {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const UNSEEN = { show: () => {}, say: () => {}, release: () => {} };

function arm(stage: Stage, point: KillPoint | undefined): () => boolean {
  let killed = false;
  stage.sandbox.context.writes.onMoment = (write, moment) => {
    if (killed || write.n !== point?.write || moment !== point.moment) return;
    killed = true;
    stage.replaceWorker();
  };
  return () => killed;
}
