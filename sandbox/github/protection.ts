import type { Actor } from './auth.ts';
import { missingChecks } from './format.ts';
import type { Hub } from './hub.ts';

/**
 * The required check that keeps this caller from putting `sha` on the branch directly, if any. Administrators pass where
 * the rules do not bind them; the App never does.
 */
export function checkInTheWay(hub: Hub, actor: Actor, branch: string, sha: string): string | undefined {
  if (branch !== 'main' || mayBypass(hub, actor)) return undefined;
  return missingChecks(hub, sha)[0];
}

function mayBypass(hub: Hub, actor: Actor): boolean {
  return actor.permission === 'admin' && !hub.state.protection?.enforceAdmins;
}

/** True when this caller's pushes to main are refused whole: a pushed commit never has its checks yet. */
export function pushToMainRefused(hub: Hub, actor: Actor): boolean {
  return (hub.state.protection?.contexts ?? []).length > 0 && !mayBypass(hub, actor);
}
