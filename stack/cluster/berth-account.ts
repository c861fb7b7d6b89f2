/* The account by which Berth applies. */
import { documentedRulesOf, makeAccount, type RbacRule, setRules } from './account.ts';
import type { AdminApi } from './admin-api.ts';

const NAME = 'berth';

/** The rules of the documented ClusterRole. */
export function documentedRules(): RbacRule[] {
  return documentedRulesOf('Kubernetes');
}

/** Makes the account; returns a token of it. */
export function makeBerthAccount(admin: AdminApi): Promise<string> {
  return makeAccount(admin, NAME, documentedRules());
}

/** Replaces what Berth's account may do. */
export function setBerthRules(admin: AdminApi, rules: readonly RbacRule[]): Promise<void> {
  return setRules(admin, NAME, rules);
}

/** The rules without one right; what else a rule gives stays. */
export function withoutRight(rules: readonly RbacRule[], verb: string, resource: string): RbacRule[] {
  return rules.flatMap((rule) => {
    if (!rule.resources.includes(resource) || !rule.verbs.includes(verb)) return [rule];
    const others = rule.resources.filter((name) => name !== resource);
    const verbs = rule.verbs.filter((name) => name !== verb);
    return [
      ...(others.length > 0 ? [{ ...rule, resources: others }] : []),
      ...(verbs.length > 0 ? [{ ...rule, resources: [resource], verbs }] : []),
    ];
  });
}
