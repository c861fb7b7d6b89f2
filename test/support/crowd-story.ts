/* A crowd of requests asks for room at once, and the worker that serves them is killed three times. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { BUDGET, type MortalWorker, POOL } from './crowd.ts';
import { CROWD_WITHIN_MS, SeenCrowd } from './crowd-seen.ts';
import { eventually } from './eventually.ts';

const BOOKS = [BUDGET, POOL];

/**
 * @param size of the crowd: a thousand and three crashes keep two processors busy for minutes.
 * @returns how many had room in the end.
 */
export async function tellCrowd(env: TestWorkflowEnvironment, size: number): Promise<number> {
  const crowd = new SeenCrowd(env, size);
  const worker = await crowd.prepare();
  try {
    await allAsk(crowd, worker);
    await halfLeave(crowd, worker);
    return await everybodyEnds(crowd);
  } finally {
    await worker.kill();
    crowd.remove();
  }
}

/** Nobody leaves yet: who has room, and who stands in line where, is as the serial model says. */
async function allAsk(crowd: SeenCrowd, worker: MortalWorker): Promise<void> {
  const started = crowd.startAll();
  for (const strike of [crowd.size * 0.15, crowd.size * 0.6]) {
    await eventually(() => crowd.answered() >= strike, CROWD_WITHIN_MS);
    await worker.restart();
  }
  await started;
  await eventually(() => crowd.answered() === crowd.size, CROWD_WITHIN_MS);
  for (const id of BOOKS) {
    const model = await crowd.servedInOrder(id);
    const { held, line } = await crowd.bookOf(id);
    expect(new Set(held.map((one) => one.id))).toEqual(new Set(model.holds.keys()));
    expect(line.map((one) => one.id)).toEqual(model.waits.map((one) => one.id));
    expect(line.length).toBeGreaterThan(0);
  }
}

/** Half of those with room let others in, half stay for good, until nobody else fits. */
async function halfLeave(crowd: SeenCrowd, worker: MortalWorker): Promise<void> {
  crowd.openGate();
  await eventually(() => crowd.standing() > crowd.size / 10, CROWD_WITHIN_MS);
  await worker.restart();
  const inLine = await eventually(async () => {
    const lines = [...(await crowd.bookOf(BUDGET)).line, ...(await crowd.bookOf(POOL)).line];
    return lines.length === (await crowd.running()) && lines;
  }, CROWD_WITHIN_MS);
  expect(new Set(inLine.map((one) => one.id)).size).toBe(inLine.length);
  for (const id of BOOKS) {
    expect(crowd.standingIn(id)).toBeLessThanOrEqual(crowd.limitOf(id));
    const { held, line } = await crowd.bookOf(id);
    const others = held.filter(({ confirmed }) => !confirmed).reduce((sum, one) => sum + crowd.sizeOf(id, one.id), 0);
    const next = line[0] ? crowd.sizeOf(id, line[0].id) : Number.POSITIVE_INFINITY;
    expect(crowd.standingIn(id) + others + next).toBeGreaterThan(crowd.limitOf(id));
  }
}

/** Room for all; there was never more taken than there had been. */
async function everybodyEnds(crowd: SeenCrowd): Promise<number> {
  const raisedAt = Date.now();
  await crowd.raiseLimits();
  const stays = await crowd.stays();
  for (const id of BOOKS) expect(crowd.mostAtOnce(id, stays, raisedAt)).toBeLessThanOrEqual(crowd.limitOf(id));
  return stays.size;
}
