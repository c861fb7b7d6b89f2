/* How a change stands in a budget, and in which words people are told; for every surface the same. */
import type { BookOwner } from './claim.ts';

/** What sets the limit, in words: `the capacity of cluster-east-prod`. */
export function limitName({ kind, name }: BookOwner, component: string): string {
  if (kind === 'cluster') return `the capacity of ${name}`;
  const whose = kind === 'cost-centre' ? `cost centre ${name}` : `${kind} ${name}`;
  return `the ${component === 'cents' ? 'budget' : 'quota'} of ${whose}`;
}

/** How a change stands in a budget of money; a month, in `currency`. */
export interface BudgetShare {
  readonly owner: BookOwner;
  readonly currency: string;
  readonly limit: number;
  /** Share from which on it is told, 0 to 1. */
  readonly warnAt: number;
  /** What stands in Git, this environment left out. */
  readonly standing: number;
  /** What other requests under way hold beside it; absent while nobody has asked. */
  readonly reserved?: number;
  /** What this environment would cost. */
  readonly wanted: number;
}

/** The part of the budget that is taken with the change, what is reserved counted; above 1 there is no room. */
export function shareOf({ limit, standing, reserved = 0, wanted }: BudgetShare): number {
  const total = standing + reserved + wanted;
  if (limit > 0) return total / limit;
  return total > 0 ? 1 : 0;
}

/** `budget of cost centre CC-1042: 379.32 of 500.00 USD a month with this (76 %), …`, in one line. */
export function describeBudget(share: BudgetShare): string {
  const { owner, currency, limit, standing, reserved = 0, wanted, warnAt } = share;
  const total = (standing + reserved + wanted).toFixed(2);
  const pending = reserved > 0 ? `, ${reserved.toFixed(2)} of it reserved by other requests` : '';
  const part = shareOf(share);
  const warning = part >= warnAt ? `; ${warnAt * 100} % is passed` : '';
  const name = limitName(owner, 'cents').replace(/^the /, '');
  return `${name}: ${total} of ${limit.toFixed(2)} ${currency} a month with this (${Math.floor(part * 100)} %)${pending}${warning}`;
}
