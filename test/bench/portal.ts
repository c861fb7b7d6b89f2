/*
 * What the portal's pages cost: the calls that a list and the page of a request make, on an empty system and on one with
 * many requests, in one run; and how soon a step is on all pages that are open. The requests stand still, with status
 * and search attributes as real ones have them; API, directory and issuer are processes and servers of their own.
 */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { freePorts } from '../../scripts/kit/ports.ts';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { STATUS_MEMO, WORKFLOWS } from '../../src/workflows/messages.ts';
import { listen } from '../support/events.ts';
import { type StandingRequests, startStandingRequests, statusOf } from '../support/standing-request.ts';
import { happenSignal } from '../support/stub-workflows.ts';
import { startMeasured } from './measured-process.ts';

/** Milliseconds of each page. */
export interface Pages {
  readonly mine: readonly number[];
  readonly everything: readonly number[];
  readonly work: readonly number[];
  readonly request: readonly number[];
}

export interface PortalResult {
  readonly requests: number;
  readonly empty: Pages;
  readonly full: Pages;
  readonly streams: { readonly open: number; readonly ms: readonly number[] };
  readonly machine: { readonly cpus: number; readonly loadBefore: number; readonly loadAfter: number };
}

export interface PortalOptions {
  readonly requests: number;
  readonly streams: number;
  readonly say: (line: string) => void;
}

/** More than a page of a list shows. */
const OWN = 25;
const TIMES = 60;
const STEPS_TOLD = 10;
const AT_ONCE = 40;
const NOBODY = 'bench-nobody-works-here';
const READERS = ['dana', 'lee', 'sam', 'olga', 'cora'] as const;

export async function benchPortal({ requests, streams, say }: PortalOptions): Promise<PortalResult> {
  const loadBefore = loadavg()[0] ?? 0;
  const stage = await setUp();
  try {
    const followed = await stage.standing.stand();
    await stand(stage, OWN, () => statusOf(''));
    const empty = await measurePages(stage, followed, OWN);
    say(`Measured on an empty system; now ${requests} requests of others`);
    await stand(stage, requests, ofOthers);
    const full = await measurePages(stage, followed, OWN + requests);
    say(`Measured among them; now ${streams} streams`);
    const told = await measureStreams(stage, followed, streams);
    const machine = { cpus: cpus().length, loadBefore, loadAfter: loadavg()[0] ?? 0 };
    return { requests, empty, full, streams: { open: streams, ms: told }, machine };
  } finally {
    await stage.stop();
  }
}

interface Stage {
  readonly standing: StandingRequests;
  readonly sandbox: Sandbox;
  stop(): Promise<void>;
}

async function setUp(): Promise<Stage> {
  const parent = join(process.cwd(), '.berth');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'bench-'));
  const standing = await startStandingRequests();
  const [apiPort = 0] = await freePorts(1);
  const sandbox = await startSandbox({
    folder: join(folder, 'sandbox'),
    apiPort,
    temporalAddress: standing.env.address,
  });
  const api = startMeasured('src/api/main.ts', ['--config', sandbox.configFile], folder);
  await Promise.race([untilUp(sandbox), api.died]);
  return {
    standing,
    sandbox,
    stop: async () => {
      await api.stop();
      await sandbox.close();
      await standing.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilUp({ apiUrl }: Sandbox): Promise<void> {
  while (!(await fetch(`${apiUrl}/healthz`).catch(() => undefined))?.ok) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A request as somebody else has it: another project, other people. */
function ofOthers(i: number): RequestStatus {
  const status = statusOf('');
  const people = {
    requester: `asker-${i % 500}@example.test`,
    requesterId: `asker-${i % 500}`,
    leadId: `lead-${i % 50}`,
  };
  return {
    ...status,
    request: status.request && { ...status.request, ...people, project: `project-${i % 300}` },
    waitingOn: status.waitingOn && { ...status.waitingOn, who: [`lead-${i % 50}`] },
  };
}

/** Requests that run without a worker; memo and search attributes are theirs from the start. */
async function stand({ standing }: Stage, count: number, make: (i: number) => RequestStatus): Promise<void> {
  const numbers = Array.from({ length: count }, (_, i) => i);
  for (let at = 0; at < count; at += AT_ONCE) {
    await Promise.all(numbers.slice(at, at + AT_ONCE).map((i) => startOne(standing, make(i))));
  }
}

async function startOne({ env }: StandingRequests, status: RequestStatus): Promise<void> {
  const reference = referenceOf(crypto.randomUUID());
  const { request, waitingOn, step, phase } = status;
  await env.client.workflow.start(WORKFLOWS.request, {
    workflowId: requestWorkflowId(reference),
    taskQueue: NOBODY,
    args: [],
    memo: { [STATUS_MEMO]: { ...status, reference } },
    typedSearchAttributes: new TypedSearchAttributes([
      { key: defineSearchAttributeKey('BerthProject', 'KEYWORD'), value: request?.project ?? '' },
      { key: defineSearchAttributeKey('BerthRequester', 'KEYWORD'), value: request?.requesterId ?? '' },
      { key: defineSearchAttributeKey('BerthStep', 'KEYWORD'), value: step },
      { key: defineSearchAttributeKey('BerthPhase', 'KEYWORD'), value: phase },
      { key: defineSearchAttributeKey('BerthWaitingWho', 'KEYWORD_LIST'), value: [...(waitingOn?.who ?? [])] },
    ]),
  });
}

async function measurePages(stage: Stage, reference: string, listed: number): Promise<Pages> {
  await untilListed(stage, listed);
  const page = `/api/requests/${reference}`;
  return {
    mine: await measure(stage, 'dana', ['/api/requests?mine=true']),
    everything: await measure(stage, 'olga', ['/api/requests']),
    work: await measure(stage, 'lee', ['/api/tasks?scope=mine']),
    request: await measure(stage, 'dana', [page, `${page}/timeline`, `${page}/acts`]),
  };
}

/** Visibility lags behind. */
async function untilListed({ standing }: Stage, count: number): Promise<void> {
  const query = `WorkflowType = '${WORKFLOWS.request}'`;
  while ((await standing.env.client.workflow.count(query)).count < count) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Milliseconds until all of these calls, made at once as a page makes them, are answered; one time after another. */
async function measure({ sandbox }: Stage, person: string, paths: readonly string[]): Promise<number[]> {
  const headers = { authorization: `Bearer ${await sandbox.issuer.tokenFor(person)}` };
  const all: number[] = [];
  for (let i = 0; i < TIMES; i += 1) {
    const started = performance.now();
    await Promise.all(paths.map((path) => readWhole(`${sandbox.apiUrl}${path}`, headers)));
    all.push(performance.now() - started);
  }
  return all;
}

async function readWhole(url: string, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** Milliseconds from sending a step to each of the streams having it. */
async function measureStreams({ standing, sandbox }: Stage, reference: string, count: number): Promise<number[]> {
  const tokens = await Promise.all(READERS.map((person) => sandbox.issuer.tokenFor(person)));
  const url = `${sandbox.apiUrl}/api/requests/${reference}/events`;
  const open = async (_: unknown, i: number) => {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${tokens[i % tokens.length]}` } });
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
    return listen(answer);
  };
  const readers = await Promise.all(Array.from({ length: count }, open));
  await Promise.all(readers.map((reader) => reader.until(({ event }) => event === 'timeline')));
  const handle = standing.env.client.workflow.getHandle(requestWorkflowId(reference));
  const all: number[] = [];
  for (let i = 0; i < STEPS_TOLD; i += 1) {
    const updatedAt = new Date(i).toISOString();
    const started = performance.now();
    const heard = readers.map(async (reader) => {
      await reader.until(({ event, data }) => event === 'status' && (data as RequestStatus).updatedAt === updatedAt);
      all.push(performance.now() - started);
    });
    await handle.signal(happenSignal, { status: { updatedAt } });
    await Promise.all(heard);
  }
  await Promise.all(readers.map((reader) => reader.close()));
  return all;
}
