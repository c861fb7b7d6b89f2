import type { Actor } from './auth.ts';
import { missingChecks } from './format.ts';
import type { Hub } from './hub.ts';
import { isBound } from './rulesets.ts';

/**
 * The required check that keeps this caller from putting `sha` on the branch directly, if any. Administrators pass where
 * the rules do not bind them; the App never does.
 */
export function checkInTheWay(hub: Hub, actor: Actor, branch: string, sha: string): string | undefined {
  const isFree = mayBypass(hub, actor) && !isBound(hub, actor, branch, 'required_status_checks');
  if (branch !== 'main' || isFree) return undefined;
  return missingChecks(hub, sha)[0];
}

function mayBypass(hub: Hub, actor: Actor): boolean {
  return actor.permission === 'admin' && !hub.state.protection?.enforceAdmins;
}

/** True when this caller's pushes to main are refused whole: a pushed commit never has its checks yet. */
export function pushToMainRefused(hub: Hub, actor: Actor): boolean {
  const classic = (hub.state.protection?.contexts ?? []).length > 0 && !mayBypass(hub, actor);
  return classic || isBound(hub, actor, 'main', 'required_status_checks');
}
