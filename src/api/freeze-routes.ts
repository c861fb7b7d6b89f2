import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { signalRunning } from '../clients/temporal.ts';
import { DAY_MS } from '../domain/duration.ts';
import { type FreezeWindow, openWindows } from '../domain/freeze.ts';
import { FREEZE_WORKFLOW_ID } from '../domain/naming.ts';
import { readWindows } from '../intake/windows.ts';
import { freezeSignal, TASK_QUEUES, unfreezeSignal, WORKFLOWS } from '../workflows/messages.ts';
import { freezeWindow } from './answers/operations.ts';
import { listOf } from './answers/shape.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem, wrong } from './problems.ts';
import { type Call, defineRoute } from './registry.ts';
import { answered } from './request-reading.ts';
import * as schemas from './schemas.ts';

/** A freeze that was forgotten ends by itself. */
const MOST_DAYS = 90;

/** Windows in which nothing is merged and applied: everybody sees them, operators set them. */
export const freezeRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/freeze',
    tag: 'Freezes',
    summary: 'What is frozen',
    right: 'freeze:see',
    answers: { 200: listOf(freezeWindow) },
    handle: async ({ deps }) => ({ body: await listWindows(deps) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/freeze',
    tag: 'Freezes',
    summary: 'Freeze a cluster, or all of them',
    right: 'freeze:set',
    body: schemas.freeze,
    answers: { 201: freezeWindow },
    handle: async (call) => ({ status: 201, body: await freeze(call) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/unfreeze',
    tag: 'Freezes',
    summary: 'End a freeze before its time',
    right: 'freeze:set',
    body: schemas.unfreeze,
    answers: { 200: freezeWindow },
    refuses: { 404: 'It is not frozen.' },
    handle: async (call) => ({ body: await unfreeze(call) }),
  }),
];

async function listWindows({ client }: ApiDeps): Promise<{ items: FreezeWindow[] }> {
  return { items: openWindows(await answered(client, () => readWindows(client)), Date.now()) };
}

type SetCall<B extends z.ZodType> = Call<'freeze:set', unknown, z.infer<B>>;

async function freeze({ deps, caller, body }: SetCall<typeof schemas.freeze>): Promise<FreezeWindow> {
  assertKnown(deps, body.target);
  assertSoon(body.until);
  const since = new Date().toISOString();
  const window: FreezeWindow = { ...body, until: new Date(body.until).toISOString(), by: caller.person.id, since };
  const { items } = await listWindows(deps);
  const standing = items.find((open) => isDeepStrictEqual({ ...open, since }, window));
  if (standing) return standing;
  await deps.client.workflow.signalWithStart(WORKFLOWS.freeze, {
    workflowId: FREEZE_WORKFLOW_ID,
    taskQueue: TASK_QUEUES.main,
    args: [{ windows: [window], waiting: [] }],
    signal: freezeSignal,
    signalArgs: [window],
    staticSummary: 'What is frozen, and who waits for it',
  });
  return window;
}

async function unfreeze({ deps, caller, body: { target } }: SetCall<typeof schemas.unfreeze>): Promise<FreezeWindow> {
  const { items } = await listWindows(deps);
  const window = items.find((open) => open.target === target);
  if (!window) throw new ApiProblem(404, `There is no freeze of ${target}.`);
  await signalRunning(deps.client, FREEZE_WORKFLOW_ID, unfreezeSignal, { target, by: caller.person.id });
  return window;
}

/** A name that is misspelt would hold nothing, and nobody would notice. */
function assertKnown({ config }: ApiDeps, target: string): void {
  const known = Object.keys(config.clusters);
  if (target === 'all' || known.includes(target)) return;
  throw wrong('target', `"${target}" is no cluster of this Berth.`, `Name one of all, ${known.join(', ')}.`);
}

function assertSoon(until: string): void {
  const ms = Date.parse(until) - Date.now();
  if (ms <= 0) throw wrong('until', `${until} is past.`, 'Name a time to come.');
  if (ms > MOST_DAYS * DAY_MS)
    throw wrong('until', 'A freeze lasts at most ninety days.', 'Name an earlier time, and freeze again.');
}
