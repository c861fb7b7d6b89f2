import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPayloadConverter } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Book } from '../../src/domain/reservation.ts';
import { bookQuery, type RoomAsk } from '../../src/workflows/messages.ts';
import { BUDGET, countIn, crowdWorker, folderOf, POOL, prepareCrowd, seekerOf, startSeeker } from '../support/crowd.ts';
import type { Seeker, Stay } from '../support/crowd-workflows.ts';
import { eventually } from '../support/eventually.ts';
import { SerialLine } from '../support/serial-line.ts';
import { startEnvironment } from '../support/temporal.ts';

/** A thousand when there is time: they and three crashes keep two processors busy for minutes. */
const CROWD = process.env['BERTH_LONG_TESTS'] ? 1_000 : 200;
const WITHIN_MS = 420_000;
/** The budget has room for about two thirds of them, the cluster for about half. */
const LIMITS = { cores: CROWD * 1.25, monthly: CROWD * 1.33 };
const limitOf: Readonly<Record<string, number>> = { [BUDGET]: LIMITS.monthly * 100, [POOL]: LIMITS.cores * 1000 };

let env: TestWorkflowEnvironment;
const root = mkdtempSync(join(tmpdir(), 'berth-crowd-'));
const folder = folderOf(root);
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(async () => {
  await env.teardown();
  rmSync(root, { recursive: true, force: true });
});

const seekers = Array.from({ length: CROWD }, (_, n) => seekerOf(n));
const byReference = new Map(seekers.map((one) => [one.reference, one]));
const sizeIn = (book: string, { claims }: Seeker): number => {
  const load = claims.find((claim) => claim.book === book)?.load;
  return book === POOL ? (load?.milliCpu ?? 0) : (load?.cents ?? 0);
};
const sizeOf = (book: string, reference: string): number => sizeIn(book, byReference.get(reference) as Seeker);
/** A keeper whose worker was killed answers once another has taken it over. */
const bookOf = (id: string): Promise<Book> =>
  eventually(
    () =>
      env.client.workflow
        .getHandle(id)
        .query(bookQuery)
        .catch(() => false as const),
    WITHIN_MS,
  );
const count = (): number => countIn(folder.answered);

/** References in the order in which the keeper took their asks in, as the histories of all its runs have it. */
async function orderOfAsking(book: string): Promise<string[]> {
  const runs = [];
  for await (const run of env.client.workflow.list({ query: `WorkflowId = '${book}'` })) runs.push(run);
  const inOrder = runs.toSorted((a, b) => Number(a.startTime) - Number(b.startTime));
  const histories = inOrder.map(({ runId }) => env.client.workflow.getHandle(book, runId).fetchHistory());
  const events = (await Promise.all(histories)).flatMap((history) => history.events ?? []);
  return events.flatMap((event) => {
    const [input] = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.args?.payloads ?? [];
    return input ? [defaultPayloadConverter.fromPayload<RoomAsk>(input).id] : [];
  });
}

async function startAll(): Promise<void> {
  for (let n = 0; n < CROWD; n += 50) {
    await Promise.all(seekers.slice(n, n + 50).map((one) => startSeeker(env.client, one)));
  }
}

/** What the serial model serves of those who asked in this order. */
function servedInOrder(book: string, order: readonly string[]): SerialLine {
  const line = new SerialLine(limitOf[book] ?? 0);
  for (const id of order) line.ask(id, sizeOf(book, id));
  return line;
}

/** What stands in Git of everybody who wants to. */
const standingIn = (book: string): number =>
  readdirSync(folder.standing).reduce(
    (sum, reference) => sum + (byReference.has(reference) ? sizeOf(book, reference) : 0),
    0,
  );

/** The most that was held at any one time, as those who held it saw it. */
function mostAtOnce(book: string, stays: ReadonlyMap<string, Stay>, before: number): number {
  const steps = [...stays].flatMap(([reference, { from, to }]) => {
    const size = sizeOf(book, reference);
    if (from >= before) return [];
    return [{ at: from, size }, ...(to === null ? [] : [{ at: to, size: -size }])];
  });
  let now = 0;
  return Math.max(
    ...steps
      .toSorted((a, b) => a.at - b.at || a.size - b.size)
      .map(({ size }) => {
        now += size;
        return now;
      }),
  );
}

test(
  'a crowd of requests at once takes no more than there is, in the order of the serial model, and nobody is lost to crashes',
  async () => {
    await prepareCrowd(root, LIMITS);
    const worker = crowdWorker(env.address, root);
    try {
      // All ask; nobody leaves yet.
      const started = startAll();
      for (const strike of [CROWD * 0.15, CROWD * 0.6]) {
        await eventually(() => count() >= strike, WITHIN_MS);
        await worker.restart();
      }
      await started;
      await eventually(() => count() === CROWD, WITHIN_MS);
      for (const id of [BUDGET, POOL]) {
        const model = servedInOrder(id, await orderOfAsking(id));
        const { held, line } = await bookOf(id);
        expect(new Set(held.map((one) => one.id))).toEqual(new Set(model.holds.keys()));
        expect(line.map((one) => one.id)).toEqual(model.waits.map((one) => one.id));
        expect(line.length).toBeGreaterThan(0);
      }

      // Half of those with room leave and let others in, half stay for good, until nobody else fits.
      writeFileSync(folder.gate, '');
      await eventually(() => countIn(folder.standing) > CROWD / 10, WITHIN_MS);
      await worker.restart();
      const inLine = await eventually(async () => {
        const lines = [...(await bookOf(BUDGET)).line, ...(await bookOf(POOL)).line];
        const { count: running } = await env.client.workflow.count(
          `WorkflowType = 'seeker' AND ExecutionStatus = 'Running'`,
        );
        return lines.length === running && lines;
      }, WITHIN_MS);
      for (const id of [BUDGET, POOL]) {
        expect(standingIn(id)).toBeLessThanOrEqual(limitOf[id] ?? 0);
        const { held, line } = await bookOf(id);
        const others = held.filter(({ confirmed }) => !confirmed).reduce((sum, one) => sum + sizeOf(id, one.id), 0);
        const next = line[0] ? sizeOf(id, line[0].id) : Number.POSITIVE_INFINITY;
        expect(standingIn(id) + others + next).toBeGreaterThan(limitOf[id] ?? 0);
      }
      expect(new Set(inLine.map((one) => one.id)).size).toBe(inLine.length);

      // Limits are raised in Git: the next who asks lets everybody in.
      const raisedAt = Date.now();
      writeFileSync(folder.limits, JSON.stringify({ cores: 100_000, monthly: 100_000 }));
      await startSeeker(env.client, seekerOf(CROWD)).then((last) => last.result());
      const stays = new Map<string, Stay>();
      for (const { reference } of seekers) {
        stays.set(reference, (await env.client.workflow.getHandle(`request:${reference}`).result()) as Stay);
      }
      expect(stays.size).toBe(CROWD);
      for (const id of [BUDGET, POOL]) expect(mostAtOnce(id, stays, raisedAt)).toBeLessThanOrEqual(limitOf[id] ?? 0);
    } finally {
      await worker.kill();
    }
  },
  WITHIN_MS * 2,
);
