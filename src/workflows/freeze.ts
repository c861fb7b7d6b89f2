/*
 * What is frozen, and which requests wait for it: one workflow, which runs while there is a window. It ends windows by
 * itself, and wakes those who wait for what has changed.
 */
import { condition, continueAsNew, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import type { AuditFact } from '../domain/audit.ts';
import { type FreezeWindow, holdingWindow, isSameWindow, openWindows, withWindow } from '../domain/freeze.ts';
import { enterIntoRecord } from './audit.ts';
import {
  freezeSignal,
  type HeldRequest,
  heldSignal,
  unfreezeSignal,
  windowChangedSignal,
  windowsQuery,
} from './messages.ts';
import { tellRequest } from './tell-request.ts';

/** Plain JSON, handed from run to run. */
interface Frozen {
  windows: readonly FreezeWindow[];
  waiting: readonly HeldRequest[];
}

/** @param carried what an earlier run left; nothing when it is the first. */
export async function freeze(carried: Frozen = { windows: [], waiting: [] }): Promise<void> {
  const frozen: Frozen = { ...carried };
  const unrecorded: AuditFact[] = [];
  let isNews = true;
  setHandler(windowsQuery, () => [...frozen.windows]);
  setHandler(freezeSignal, (window) => {
    frozen.windows = withWindow(frozen.windows, window);
    unrecorded.push(frozenFact(window));
    isNews = true;
  });
  setHandler(unfreezeSignal, ({ target, by }) => {
    frozen.windows = frozen.windows.filter((window) => window.target !== target);
    unrecorded.push({ kind: 'freeze', by: by ?? 'berth', what: `${target} is no longer frozen`, facts: { target } });
    isNews = true;
  });
  setHandler(heldSignal, (request) => {
    frozen.waiting = [...frozen.waiting.filter(({ reference }) => reference !== request.reference), request];
    isNews = true;
  });
  while (!workflowInfo().continueAsNewSuggested) {
    isNews = false;
    frozen.windows = openWindows(frozen.windows, Date.now());
    await wake(frozen);
    show(frozen);
    await record(unrecorded);
    if (isNews) continue;
    if (frozen.windows.length === 0) return;
    await condition(() => isNews || workflowInfo().continueAsNewSuggested, untilFirstEnd(frozen.windows));
  }
  await record(unrecorded);
  await continueAsNew<typeof freeze>(frozen);
}

const frozenFact = ({ by, ...window }: FreezeWindow): AuditFact => ({
  kind: 'freeze',
  by,
  what: `${window.target} is frozen until ${window.until}: ${window.reason}`,
  facts: window,
});

async function record(unrecorded: AuditFact[]): Promise<void> {
  while (unrecorded.length > 0) await enterIntoRecord(unrecorded.splice(0));
}

/** At least a millisecond, for a timer cannot be zero. */
const untilFirstEnd = (windows: readonly FreezeWindow[]) =>
  Math.max(1, Math.min(...windows.map(({ until }) => Date.parse(until))) - Date.now());

/** Temporal lets one workflow have two thousand signals under way. */
const AT_ONCE = 500;

/** Those whom another window holds than they know of, or none, look again; they come back when they are still held. */
async function wake(frozen: Frozen): Promise<void> {
  const isToldRight = ({ clusters, window }: HeldRequest) =>
    isSameWindow(holdingWindow(frozen.windows, clusters, Date.now()), window);
  const woken = frozen.waiting.filter((request) => !isToldRight(request)).slice(0, AT_ONCE);
  if (woken.length === 0) return;
  frozen.waiting = frozen.waiting.filter((request) => !woken.includes(request));
  await Promise.all(woken.map(({ reference }) => tellRequest(reference, windowChangedSignal)));
  await wake(frozen);
}

function show({ windows, waiting }: Frozen): void {
  const lines = windows.map(({ target, until, reason, by }) => `- **${target}** until ${until}, by ${by}: ${reason}`);
  setCurrentDetails([...lines, `${waiting.length} requests wait`].join('\n'));
}
