/* Which books a change is entered in, and what the fleet says of one: limits are data of the fleet, like all settings. */

import { type Amounts, addAmounts } from './amounts.ts';
import { type BookOwner, bookId, type Claim } from './claim.ts';
import { compare } from './compare.ts';
import type { FleetSnapshot } from './fleet.ts';
import {
  type Budget,
  levelsAbove,
  readEnvironments,
  readOrganisation,
  readProject,
  type StandingEnvironment,
} from './fleet-settings.ts';
import { type Limit, type Load, limitOfAmounts, loadOfAmounts, loadOfMoney, plus, sumOf } from './load.ts';
import { readPriceBook } from './price.ts';
import { readProfile } from './profile.ts';
import type { Reading } from './reservation.ts';

/** What a change takes, wherever it is. */
export interface Demand {
  readonly project: string;
  readonly costCentre: string;
  readonly environment: string;
  /** A month, in the price book's currency. */
  readonly monthly: number;
  readonly placements: readonly { readonly cluster: string; readonly reserved: Amounts }[];
}

/** What the fleet says of an owner: `limit` is empty when it sets none. */
export interface BookTerms {
  readonly limit: Limit;
  /** Share of a budget from which on it is told, 0 to 1; absent without a budget of money. */
  readonly warnAt?: number;
  readonly currency: string;
}

/**
 * The books that a change is entered in, in the order in which all ask for them: budgets first, then clusters, each by
 * name. Owners without a limit have none. @throws FleetDataError
 */
export function claimsOf(snapshot: FleetSnapshot, demand: Demand): Claim[] {
  const { placements, monthly } = demand;
  const money = loadOfMoney(monthly);
  const all = plus(loadOfAmounts(addAmounts(placements.map(({ reserved }) => reserved))), money);
  const levels = levelsAbove(snapshot, demand.project).map(({ name }) => ({ owner: ownerOfLevel(name), load: all }));
  const clusters = placements.map(({ cluster, reserved }) => ({
    owner: { kind: 'cluster', name: cluster } as const,
    load: loadOfAmounts(reserved),
  }));
  const centre = { owner: { kind: 'cost-centre', name: demand.costCentre } as const, load: money };
  return [...levels, centre, ...clusters]
    .filter(({ owner }) => Object.keys(termsOf(snapshot, owner).limit).length > 0)
    .map(({ owner, load }) => ({ book: bookId(owner), load }))
    .toSorted((a, b) => compare(a.book, b.book));
}

/** `organisation/example` as the owner it is. */
const ownerOfLevel = (level: string): BookOwner => {
  const [kind = '', name = ''] = level.split('/');
  return { kind: kind as 'organisation' | 'project', name };
};

/** @throws FleetDataError */
export function termsOf(snapshot: FleetSnapshot, owner: BookOwner): BookTerms {
  const organisation = readOrganisation(snapshot);
  const { currency } = readPriceBook(snapshot, organisation.priceBook);
  if (owner.kind === 'cluster') {
    return { limit: limitOfAmounts(readProfile(snapshot, owner.name)?.capacity ?? {}), currency };
  }
  if (owner.kind === 'cost-centre') return withBudget({}, organisation.budgets.costCentres[owner.name], currency);
  if (owner.kind === 'organisation') return withBudget(organisation.rules.quota ?? {}, undefined, currency);
  const project = readProject(snapshot, owner.name);
  return withBudget(project?.rules.quota ?? {}, project?.budget, currency);
}

function withBudget(quota: Parameters<typeof limitOfAmounts>[0], budget: Budget | undefined, currency: string) {
  const limit = limitOfAmounts(quota);
  if (!budget) return { limit, currency };
  return { limit: { ...limit, cents: loadOfMoney(budget.monthly).cents }, warnAt: budget.warnAt, currency };
}

/**
 * What stands of an owner. A budget counts what environments cost as they stand, whatever prices say since.
 * @param environments those that are to be told of one by one.
 * @throws FleetDataError
 */
export function readBook(snapshot: FleetSnapshot, owner: BookOwner, environments: readonly string[]): Reading {
  const below = standingBelow(snapshot, owner);
  const asked = new Set(environments);
  const others = below.filter(({ name }) => !asked.has(name));
  return {
    limit: termsOf(snapshot, owner).limit,
    others: sumOf(others.map((one) => loadIn(one, owner))),
    standing: below
      .filter(({ name }) => asked.has(name))
      .map((one) => ({ environment: one.name, load: loadIn(one, owner), request: one.request })),
  };
}

function standingBelow(snapshot: FleetSnapshot, { kind, name }: BookOwner): StandingEnvironment[] {
  const all = readEnvironments(snapshot);
  if (kind === 'cluster') return all.filter(({ placements }) => placements.some(({ cluster }) => cluster === name));
  if (kind === 'cost-centre') return all.filter(({ costCentre }) => costCentre === name);
  const level = `${kind}/${name}`;
  const isBelow = new Map<string, boolean>();
  return all.filter(({ project }) => {
    const known = isBelow.get(project) ?? levelsAbove(snapshot, project).some((above) => above.name === level);
    isBelow.set(project, known);
    return known;
  });
}

/** What an environment takes of an owner's book. */
export function loadIn({ placements, cost }: StandingEnvironment, { kind, name }: BookOwner): Load {
  if (kind === 'cost-centre') return loadOfMoney(cost.monthly);
  const here = kind === 'cluster' ? placements.filter(({ cluster }) => cluster === name) : placements;
  const room = loadOfAmounts(addAmounts(here.map(({ reserved }) => reserved)));
  return kind === 'cluster' ? room : plus(room, loadOfMoney(cost.monthly));
}
