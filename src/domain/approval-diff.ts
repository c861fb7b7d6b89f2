/* What has become another since people decided: for those whose decision no longer counts, and for whether it matters. */
import type { Assessment } from './approval.ts';
import type { ChangePlan } from './change.ts';

/** A change with what the policy demands of it. */
export interface Assessed {
  readonly plan: ChangePlan;
  readonly assessment: Assessment;
}

/**
 * True when what was decided stands as it is: nothing people can see has changed but a lease or the name of a price book,
 * and the same stages are demanded.
 */
export function isSameOutcome(before: Assessed, after: Assessed): boolean {
  return isSameChange(before.plan, after.plan) && outcomeOf(before.assessment) === outcomeOf(after.assessment);
}

function isSameChange(before: ChangePlan, after: ChangePlan): boolean {
  if (before.specHash === after.specHash) return true;
  return before.contentHash === after.contentHash && costOf(before) === costOf(after);
}

const costOf = ({ cost: { before, after, delta, currency } }: ChangePlan) =>
  JSON.stringify([before, after, delta, currency]);

const outcomeOf = ({ stages, autoApproval, denials }: Assessment) =>
  JSON.stringify([stages.map(({ binding }) => binding), autoApproval?.rule, denials.map(({ rule }) => rule)]);

/** In short lines: paths, content, placements, cost, policy, stages. None when there is nothing to tell. */
export function describeDifference(before: Assessed, after: Assessed): string[] {
  return [
    ...contentLines(before.plan, after.plan),
    ...costLines(before.plan, after.plan),
    ...policyLines(before, after),
  ];
}

function contentLines(before: ChangePlan, after: ChangePlan): string[] {
  const paths = listed('paths', before.paths, after.paths);
  const clusters = listed(
    'clusters',
    before.placements.map(({ cluster }) => cluster),
    after.placements.map(({ cluster }) => cluster),
  );
  const same = before.contentHash === after.contentHash;
  return [...(same || paths.length > 0 ? [] : ['the content of its files is another']), ...paths, ...clusters];
}

function costLines(before: ChangePlan, after: ChangePlan): string[] {
  if (costOf(before) === costOf(after)) return [];
  const money = ({ cost }: ChangePlan) => `${cost.after.toFixed(2)} ${cost.currency}`;
  return [`cost ${money(before)} → ${money(after)} a month`];
}

function policyLines({ assessment: before }: Assessed, { assessment: after }: Assessed): string[] {
  const names = ({ stages }: Assessment) => stages.map(({ name }) => name);
  const version =
    before.policy.version === after.policy.version ? [] : [`policy ${before.policy.version} → ${after.policy.version}`];
  return [...version, ...listed('stages', names(before), names(after))];
}

const MOST_LISTED = 3;

function listed(what: string, before: readonly string[], after: readonly string[]): string[] {
  const line = (how: string, names: readonly string[]) => {
    const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : '';
    return names.length === 0 ? [] : [`${what} ${how}: ${names.slice(0, MOST_LISTED).join(', ')}${more}`];
  };
  const added = after.filter((name) => !before.includes(name));
  const dropped = before.filter((name) => !after.includes(name));
  return [...line('added', added), ...line('dropped', dropped)];
}
