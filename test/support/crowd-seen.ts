/* A crowd that asks for room at once, as a test sees it: who asked, who has room, and what the serial model says of it. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPayloadConverter } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Book } from '../../src/domain/reservation.ts';
import { bookQuery, type RoomAsk } from '../../src/workflows/messages.ts';
import {
  BUDGET,
  countIn,
  crowdWorker,
  folderOf,
  type MortalWorker,
  POOL,
  prepareCrowd,
  seekerOf,
  startSeeker,
} from './crowd.ts';
import type { Seeker, Stay } from './crowd-workflows.ts';
import { eventually } from './eventually.ts';
import { SerialLine } from './serial-line.ts';

/** For each wait, on a busy machine too. */
export const CROWD_WITHIN_MS = 420_000;

export class SeenCrowd {
  readonly size: number;
  private readonly env: TestWorkflowEnvironment;
  private readonly seekers: ReadonlyMap<string, Seeker>;
  private readonly root = mkdtempSync(join(tmpdir(), 'berth-crowd-'));
  private readonly folder = folderOf(this.root);

  constructor(env: TestWorkflowEnvironment, size: number) {
    this.env = env;
    this.size = size;
    const seekers = Array.from({ length: size }, (_, n) => seekerOf(n));
    this.seekers = new Map(seekers.map((one) => [one.reference, one]));
  }

  /** The budget has room for about two thirds of them, the cluster for about half. @returns who works for them. */
  async prepare(): Promise<MortalWorker> {
    await prepareCrowd(this.root, { cores: this.limitOf(POOL) / 1000, monthly: this.limitOf(BUDGET) / 100 });
    return crowdWorker(this.env.address, this.root);
  }

  limitOf = (book: string): number => this.size * (book === POOL ? 1250 : 133);

  sizeOf(book: string, reference: string): number {
    const load = this.seekers.get(reference)?.claims.find((claim) => claim.book === book)?.load;
    return (book === POOL ? load?.milliCpu : load?.cents) ?? 0;
  }

  async startAll(): Promise<void> {
    const all = [...this.seekers.values()];
    for (let n = 0; n < all.length; n += 50) {
      await Promise.all(all.slice(n, n + 50).map((one) => startSeeker(this.env.client, one)));
    }
  }

  /** Half of those with room leave from now on, half stay for good. */
  openGate(): void {
    writeFileSync(this.folder.gate, '');
  }

  /** Limits are raised in Git: the next who asks lets everybody in. */
  async raiseLimits(): Promise<void> {
    writeFileSync(this.folder.limits, JSON.stringify({ cores: 100_000, monthly: 100_000 }));
    await startSeeker(this.env.client, seekerOf(this.size)).then((last) => last.result());
  }

  /** How many know whether they have room. */
  answered = (): number => countIn(this.folder.answered);

  standing = (): number => countIn(this.folder.standing);

  /** What stands in Git of everybody who wants to. */
  standingIn(book: string): number {
    return readdirSync(this.folder.standing).reduce((sum, reference) => sum + this.sizeOf(book, reference), 0);
  }

  /** A keeper whose worker was killed answers once another has taken it over. */
  bookOf(id: string): Promise<Book> {
    const ask = () => this.env.client.workflow.getHandle(id).query(bookQuery);
    return eventually(() => ask().catch(() => false as const), CROWD_WITHIN_MS);
  }

  async running(): Promise<number> {
    const query = `WorkflowType = 'seeker' AND ExecutionStatus = 'Running'`;
    return (await this.env.client.workflow.count(query)).count;
  }

  /** What the serial model serves of those who asked, in the order in which they did. */
  async servedInOrder(book: string): Promise<SerialLine> {
    const line = new SerialLine(this.limitOf(book));
    for (const id of await this.orderOfAsking(book)) line.ask(id, this.sizeOf(book, id));
    return line;
  }

  /** References in the order in which the keeper took their asks in, as the histories of all its runs have it. */
  private async orderOfAsking(book: string): Promise<string[]> {
    const { workflow } = this.env.client;
    const runs = [];
    for await (const run of workflow.list({ query: `WorkflowId = '${book}'` })) runs.push(run);
    const inOrder = runs.toSorted((a, b) => Number(a.startTime) - Number(b.startTime));
    const histories = inOrder.map(({ runId }) => workflow.getHandle(book, runId).fetchHistory());
    const events = (await Promise.all(histories)).flatMap((history) => history.events ?? []);
    return events.flatMap((event) => {
      const [input] =
        event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.args?.payloads ?? [];
      return input ? [defaultPayloadConverter.fromPayload<RoomAsk>(input).id] : [];
    });
  }

  /** How long each had room, by their own word. */
  async stays(): Promise<Map<string, Stay>> {
    const stays = new Map<string, Stay>();
    for (const reference of this.seekers.keys()) {
      stays.set(reference, (await this.env.client.workflow.getHandle(`request:${reference}`).result()) as Stay);
    }
    return stays;
  }

  /** The most that was held at any one time before that moment, as those who held it saw it. */
  mostAtOnce(book: string, stays: ReadonlyMap<string, Stay>, before: number): number {
    const steps = [...stays].flatMap(([reference, { from, to }]) => {
      const size = this.sizeOf(book, reference);
      if (from >= before) return [];
      return [{ at: from, size }, ...(to === null ? [] : [{ at: to, size: -size }])];
    });
    let now = 0;
    const sums = steps.toSorted((a, b) => a.at - b.at || a.size - b.size).map(({ size }) => (now += size));
    return Math.max(...sums);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
