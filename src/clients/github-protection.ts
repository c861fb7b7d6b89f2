/* The rules of a branch, whether they come from rulesets or from classic protection; and setting them by rulesets. */
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Fleet, isGithubRefusal, MAIN, orMissing } from './github-fleet.ts';

/** What of reviews a set of rules demands: so many that approve, one of a code owner among them. */
export interface Reviews {
  readonly count: number;
  readonly ofCodeOwners: boolean;
}

/** One set of rules that binds a branch. What GitHub does not show to whoever asks is null. */
export interface Guard {
  /** For people, such as `the ruleset "Approved changes"`. */
  readonly name: string;
  readonly checks: readonly { readonly context: string; readonly appId: number | null }[];
  readonly noDeletion: boolean | null;
  readonly noForcePush: boolean | null;
  /** Whose reviews it demands on GitHub before a merge, beside the checks. */
  readonly reviews: Reviews | null;
  /** Who need not keep to it. */
  readonly bypass: readonly string[] | null;
}

/** Everything that binds a branch, there yet or not. Rejects with Octokit's errors. */
export async function readGuards(fleet: Fleet, branch: string): Promise<Guard[]> {
  const rules = await fleet.paginate(fleet.rest.repos.getBranchRules, { ...fleet.at, branch, per_page: 100 });
  const ids = [...new Set(rules.flatMap(({ ruleset_id }) => ruleset_id ?? []))];
  const found = await Promise.all(ids.map((id) => guardOf(fleet, id, rules)));
  const classic = await readClassic(fleet, branch);
  return classic ? [...found, classic] : found;
}

type Rules = RestEndpointMethodTypes['repos']['getBranchRules']['response']['data'];

async function guardOf(fleet: Fleet, id: number, all: Rules): Promise<Guard> {
  const rules = all.filter(({ ruleset_id }) => ruleset_id === id);
  const has = (type: string) => rules.some((rule) => rule.type === type);
  const found = await orMissing(fleet.rest.repos.getRepoRuleset({ ...fleet.at, ruleset_id: id }));
  const checks = rules.flatMap((rule) =>
    rule.type === 'required_status_checks' ? (rule.parameters?.required_status_checks ?? []) : [],
  );
  return {
    name: found ? `the ruleset "${found.data.name}"` : `a ruleset of the organisation (${id})`,
    checks: checks.map(({ context, integration_id }) => ({ context, appId: integration_id ?? null })),
    noDeletion: has('deletion'),
    noForcePush: has('non_fast_forward'),
    reviews: reviewsOf(rules),
    bypass:
      found?.data.bypass_actors?.map(({ actor_type, actor_id }) => `${actor_type} ${actor_id ?? ''}`.trim()) ?? null,
  };
}

/** Rules of one kind add up on GitHub: the strictest holds. */
function reviewsOf(rules: Rules): Reviews {
  const demanded = rules.flatMap((rule) => (rule.type === 'pull_request' ? (rule.parameters ?? []) : []));
  return {
    count: Math.max(0, ...demanded.map((one) => one.required_approving_review_count)),
    ofCodeOwners: demanded.some((one) => one.require_code_owner_review),
  };
}

async function readClassic(fleet: Fleet, branch: string): Promise<Guard | undefined> {
  const found = await orMissing(fleet.rest.repos.getBranch({ ...fleet.at, branch }));
  const { required_status_checks: required } = found?.data.protection ?? {};
  if (!found?.data.protected || !found.data.protection?.enabled) return undefined;
  const whole = await readWhole(fleet, branch);
  const bound = whole?.enforce_admins?.enabled ?? required?.enforcement_level === 'everyone';
  return {
    name: 'its branch protection',
    checks: (required?.checks ?? []).map(({ context, app_id }) => ({ context, appId: app_id })),
    noDeletion: whole ? whole.allow_deletions?.enabled !== true : null,
    noForcePush: whole ? whole.allow_force_pushes?.enabled !== true : null,
    reviews: whole ? classicReviews(whole.required_pull_request_reviews) : null,
    bypass: bound ? [] : ['administrators'],
  };
}

type Whole = RestEndpointMethodTypes['repos']['getBranchProtection']['response']['data'];

const classicReviews = (demanded: Whole['required_pull_request_reviews']): Reviews => ({
  count: demanded?.required_approving_review_count ?? 0,
  ofCodeOwners: demanded?.require_code_owner_reviews ?? false,
});

/** Shown to those only who may read the administration of the repository. */
async function readWhole(fleet: Fleet, branch: string) {
  try {
    return (await orMissing(fleet.rest.repos.getBranchProtection({ ...fleet.at, branch })))?.data;
  } catch (error) {
    if (isGithubRefusal(error) && error.status === 403) return undefined;
    throw error;
  }
}

/** A ruleset that Berth wants, as GitHub takes it. */
export type WantedRuleset = Pick<
  RulesetParameters,
  'name' | 'target' | 'enforcement' | 'bypass_actors' | 'conditions' | 'rules'
>;

type RulesetParameters = RestEndpointMethodTypes['repos']['createRepoRuleset']['parameters'];

type Rule = NonNullable<WantedRuleset['rules']>[number];

/** Main is merged into when Berth's App says so, and the ledger only grows; nobody is exempt. Pure. */
export function wantedRulesets(appId: number, checked: string, ledger: string): WantedRuleset[] {
  const kept: Rule[] = [{ type: 'deletion' }, { type: 'non_fast_forward' }];
  const check: Rule = {
    type: 'required_status_checks',
    parameters: {
      strict_required_status_checks_policy: false,
      required_status_checks: [{ context: checked, integration_id: appId }],
    },
  };
  return [
    rulesetOn('Berth: approved changes only', MAIN, [...kept, check]),
    rulesetOn('Berth: the ledger only grows', ledger, kept),
  ];
}

function rulesetOn(name: string, branch: string, rules: NonNullable<WantedRuleset['rules']>): WantedRuleset {
  const conditions = { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } };
  return { name, target: 'branch', enforcement: 'active', bypass_actors: [], conditions, rules };
}

/** Makes the ruleset, or brings the one of its name back to what it should be. Needs an administrator's token. */
export async function bringRuleset(fleet: Fleet, wanted: WantedRuleset): Promise<'made' | 'set again'> {
  const all = await fleet.paginate(fleet.rest.repos.getRepoRulesets, {
    ...fleet.at,
    includes_parents: false,
    per_page: 100,
  });
  const there = all.find(({ name }) => name === wanted.name);
  if (there) await fleet.rest.repos.updateRepoRuleset({ ...fleet.at, ruleset_id: there.id, ...wanted });
  else await fleet.rest.repos.createRepoRuleset({ ...fleet.at, ...wanted });
  return there ? 'set again' : 'made';
}
