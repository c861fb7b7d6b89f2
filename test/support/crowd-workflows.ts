/* The keepers of books in earnest, and requests that are nothing but their room: they get it, then leave or stand. */
import { ActivityFailure, condition, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { Claim } from '../../src/domain/claim.ts';
import { room } from '../../src/workflows/gateways.ts';
import { roomChangedSignal } from '../../src/workflows/messages.ts';

export { reservations } from '../../src/workflows/reservations/reservations.ts';

export interface Seeker {
  readonly reference: string;
  readonly environment: string;
  readonly claims: readonly Claim[];
  readonly fate: 'leaves' | 'stands';
}

/** From when to when it had all its room, by its own clock; a standing one has it for ever. */
export interface Stay {
  readonly from: number;
  readonly to: number | null;
}

export interface CrowdActivities {
  /** Refused until the test opens the gate; then a standing one is written to the fleet. */
  goOn(seeker: Seeker): Promise<void>;
}

const { goOn } = proxyActivities<CrowdActivities>({
  startToCloseTimeout: '5s',
  retry: { initialInterval: '1s', backoffCoefficient: 1 },
});

export async function seeker(self: Seeker): Promise<Stay> {
  const { reference, environment, claims, fate } = self;
  const books = claims.map(({ book }) => book);
  let changed = false;
  setHandler(roomChangedSignal, () => void (changed = true));
  for (;;) {
    changed = false;
    const { waiting } = await insist(() =>
      room.reserveRoom({ reference, environment, claims, former: [], budgets: [] }),
    );
    if (!waiting) break;
    await condition(() => changed);
  }
  const from = Date.now();
  await goOn(self);
  if (fate === 'stands') {
    await insist(() => room.confirmRoom({ reference, books }));
    return { from, to: null };
  }
  const to = Date.now();
  await insist(() => room.releaseRoom({ reference, books }));
  return { from, to };
}

/** As the lifecycle does: what is busy now is asked again. */
async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      await sleep('1s');
    }
  }
}
