import type { Hono } from 'hono';
import type { z } from 'zod';
import { signalRunning } from '../clients/temporal.ts';
import { type FreezeWindow, openWindows } from '../domain/freeze.ts';
import { FREEZE_WORKFLOW_ID } from '../domain/naming.ts';
import { readWindows } from '../intake/windows.ts';
import { freezeSignal, TASK_QUEUES, unfreezeSignal, WORKFLOWS } from '../workflows/messages.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { answered } from './request-reading.ts';
import { type Answer, type Call, route, wrong } from './route.ts';
import * as schemas from './schemas.ts';

/** A freeze that was forgotten ends by itself. */
const MOST_DAYS = 90;
const DAY_MS = 86_400_000;

/** Windows in which nothing is merged and applied: everybody sees them, operators set them. */
export function addFreezeRoutes(app: Hono, deps: ApiDeps): void {
  app.get('/api/freeze', route(deps, { right: 'freeze:see', handle: async () => ({ body: await listWindows(deps) }) }));
  app.post(
    '/api/freeze',
    route(deps, { right: 'freeze:set', body: schemas.freeze, handle: (call) => freeze(deps, call) }),
  );
  app.post(
    '/api/unfreeze',
    route(deps, { right: 'freeze:set', body: schemas.unfreeze, handle: (call) => unfreeze(deps, call) }),
  );
}

async function listWindows({ client }: ApiDeps): Promise<{ items: FreezeWindow[] }> {
  return { items: openWindows(await answered(client, () => readWindows(client)), Date.now()) };
}

async function freeze(
  deps: ApiDeps,
  { caller, body }: Call<'freeze:set', unknown, z.infer<typeof schemas.freeze>>,
): Promise<Answer> {
  assertKnown(deps, body.target);
  assertSoon(body.until);
  const since = new Date().toISOString();
  const window: FreezeWindow = { ...body, until: new Date(body.until).toISOString(), by: caller.person.id, since };
  await deps.client.workflow.signalWithStart(WORKFLOWS.freeze, {
    workflowId: FREEZE_WORKFLOW_ID,
    taskQueue: TASK_QUEUES.main,
    args: [{ windows: [window], waiting: [] }],
    signal: freezeSignal,
    signalArgs: [window],
    staticSummary: 'What is frozen, and who waits for it',
  });
  return { status: 201, body: window };
}

async function unfreeze(
  deps: ApiDeps,
  { caller, body: { target } }: Call<'freeze:set', unknown, z.infer<typeof schemas.unfreeze>>,
): Promise<Answer> {
  const { items } = await listWindows(deps);
  const window = items.find((open) => open.target === target);
  if (!window) throw new ApiProblem(404, `There is no freeze of ${target}.`);
  await signalRunning(deps.client, FREEZE_WORKFLOW_ID, unfreezeSignal, { target, by: caller.person.id });
  return { body: window };
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
