/* A freeze holds a request where it would merge or apply. It can still be withdrawn, and goes on by itself. */
import type { FreezeWindow } from '../domain/freeze.ts';
import { freezes } from './gateways.ts';
import { insist } from './insist.ts';
import type { Lifecycle } from './lifecycle.ts';
import { transition } from './transitions.ts';
import { type Wait, waitFor } from './waiting.ts';

/** Clocks differ: looking again earlier could find the window still there, and then again. */
const AFTERWARDS_MS = 1_000;

/**
 * Goes on when nothing on these clusters is frozen.
 * @param what is held, in words: `the merge`.
 * @throws RequestEnded when the request was withdrawn meanwhile.
 */
export async function untilUnfrozen(life: Lifecycle, clusters: readonly string[], what: string): Promise<void> {
  const { reference } = life.input;
  let isHeld = false;
  for (;;) {
    delete life.inbox.windowChanged;
    const window = await insist(life, 'Temporal', () => freezes.findWindow({ reference, clusters }));
    if (!window) break;
    if (!isHeld) transition(life, {}, `A freeze of ${window.target} holds ${what}: ${window.reason}`, window.by);
    isHeld = true;
    await waitForEnd(life, window, what);
  }
  if (isHeld) transition(life, {}, `The freeze is over: ${what} goes on`);
}

async function waitForEnd(life: Lifecycle, window: FreezeWindow, what: string): Promise<void> {
  const { target, until, reason, by, since } = window;
  const end = Math.max(Date.parse(until), Date.now()) + AFTERWARDS_MS;
  const deadline = new Date(end).toISOString();
  const wait: Wait = {
    name: 'cluster',
    kind: 'window',
    who: [by],
    text: `${target === 'all' ? 'Everything' : target} is frozen until ${until}, which holds ${what}: ${reason}`,
    next: 'it goes on by itself',
  };
  await waitFor(life, wait, () => life.inbox.windowChanged === true, { since, due: [], deadline });
}
