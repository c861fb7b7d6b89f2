/* What a change asks of the books: whether it could ever fit, and which part of a budget it would take. */
import { type BookOwner, bookId, type Claim, claimsOf, type Demand, ownerOf, readBook, termsOf } from './books.ts';
import type { FleetSnapshot } from './fleet.ts';
import { describeComponent, lacking, NO_LOAD } from './load.ts';
import type { Problem } from './request.ts';

/**
 * What is more than a whole limit; no waiting helps. What merely does not fit now is no problem: it waits in line.
 * @throws FleetDataError when the fleet's data is broken.
 */
export function checkLimits(snapshot: FleetSnapshot, demand: Demand): Problem[] {
  return claimsOf(snapshot, demand).flatMap((claim) => checkLimit(snapshot, claim));
}

function checkLimit(snapshot: FleetSnapshot, { book, load }: Claim): Problem[] {
  const owner = ownerOf(book);
  const { limit, currency } = termsOf(snapshot, owner);
  return lacking(NO_LOAD, load, limit).map((key) => ({
    where: owner.kind === 'cluster' ? 'regions' : 'size',
    what: `needs ${describeComponent(key, load[key], currency)}, but ${limitName(owner, key)} is ${describeComponent(key, limit[key] ?? 0, currency)} in all`,
    mend: 'Choose a smaller size or fewer regions, or ask the platform operators for more.',
  }));
}

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

/** The budgets of money that a change is part of, as Git has them. @throws FleetDataError */
export function budgetShares(snapshot: FleetSnapshot, demand: Demand): BudgetShare[] {
  return claimsOf(snapshot, demand).flatMap(({ book, load }) => {
    const owner = ownerOf(book);
    const { limit, warnAt, currency } = termsOf(snapshot, owner);
    if (limit.cents === undefined || warnAt === undefined) return [];
    const { others } = readBook(snapshot, owner, [demand.environment]);
    const standing = others.cents / 100;
    return [{ owner, currency, limit: limit.cents / 100, warnAt, standing, wanted: load.cents / 100 }];
  });
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

/** The share with what other requests hold, as the book says it. */
export const withReserved = (shares: readonly BudgetShare[], book: string, cents: number): BudgetShare[] =>
  shares.map((share) => (bookId(share.owner) === book ? { ...share, reserved: cents / 100 } : share));
