/* What a change asks of the books: whether it could ever fit, and which part of a budget it would take. */
import { claimsOf, type Demand, readBook, termsOf } from './books.ts';
import { type BudgetShare, limitName } from './budget-share.ts';
import { bookId, type Claim, ownerOf } from './claim.ts';
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

/** The share with what other requests hold, as the book says it. */
export const withReserved = (shares: readonly BudgetShare[], book: string, cents: number): BudgetShare[] =>
  shares.map((share) => (bookId(share.owner) === book ? { ...share, reserved: cents / 100 } : share));
