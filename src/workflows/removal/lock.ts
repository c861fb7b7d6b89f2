/* The environment's workflow is its lock: one change at a time. A removal holds it to the end, and ends that workflow. */
import type { SignalDefinition } from '@temporalio/common';
import { CancellationScope, getExternalWorkflowHandle } from '@temporalio/workflow';
import { environmentWorkflowId } from '../../domain/naming.ts';
import { removalOf } from '../../domain/request.ts';
import { environments } from '../gateways.ts';
import { insist } from '../insist.ts';
import { type Lifecycle, RequestEnded, requestOf } from '../lifecycle.ts';
import { changeEndedSignal, removedSignal } from '../messages.ts';
import { transition } from '../transitions.ts';

const LOCK = 'lock';

/** From here on no other request changes the environment. @throws RequestEnded naming the one that does already. */
export async function lockEnvironment(life: Lifecycle): Promise<void> {
  const { environment, madeBy } = removalOf(requestOf(life));
  const { reference } = life.input;
  life.undo.register({ what: LOCK, run: () => tell(life, environment, changeEndedSignal) });
  const take = () => environments.lockEnvironment({ environment, reference, madeBy });
  const { heldBy } = await insist(life, 'Temporal', take);
  if (heldBy === reference) return;
  life.undo.drop(LOCK);
  throw new RequestEnded('rejected', `${environment} is being changed by ${heldBy} already`);
}

/** From here on nothing of it stands in Git: whichever way the removal ends, so does the environment's workflow. */
export function endWithEnvironment(life: Lifecycle): void {
  const { environment, madeBy } = removalOf(requestOf(life));
  life.undo.drop(LOCK);
  life.undo.drop(environment);
  life.undo.register({ what: LOCK, run: () => tell(life, environment, removedSignal) });
  const why = `its files are gone; \`berth doctor --orphans\` lists what accounts of ${madeBy} are left`;
  life.undo.register({ what: environment, run: () => Promise.reject(new Error(why)) });
}

/** The end of a removal: the environment's workflow ends too, and says by whom. */
export async function endEnvironment(life: Lifecycle): Promise<void> {
  const { environment } = removalOf(requestOf(life));
  await tell(life, environment, removedSignal);
  life.undo.drop(LOCK);
  transition(life, { phase: 'removed', waitingOn: null }, `${environment} is removed; its workflow has ended`);
}

/** A workflow that has ended, by whatever hand, needs no word; one that is cancelled itself says it all the same. */
async function tell(life: Lifecycle, environment: string, what: SignalDefinition<[string]>): Promise<string[]> {
  const handle = getExternalWorkflowHandle(environmentWorkflowId(environment));
  const say = () => handle.signal(what, life.input.reference).catch(() => undefined);
  await CancellationScope.nonCancellable(say);
  return [];
}
