/* What a decision is bound to: the stage as demanded, and what of the change it decides on. */

import { createHash } from 'node:crypto';
import type { ChangePlan } from './change.ts';
import { compare } from './compare.ts';
import type { Aspect, PolicyInput, StageDemand } from './policy.ts';

/** What of a change stages can decide on. */
export interface BoundFacts {
  readonly plan: Pick<ChangePlan, 'contentHash' | 'cost' | 'placements'>;
  readonly costCentre: string;
}

/**
 * The stage's own part and one for each of its aspects, each by a digest, and of nothing else: a deadline, the words of a rule,
 * or a price that the stage is not about leave it the same. In parts, so that a stage that is about less than before still
 * counts what was said about all of it.
 */
export function bindingOf(demand: StageDemand, facts: BoundFacts): string {
  const { name, mode, count, of, about, mayDelegate } = demand;
  const stage = digest([name, mode, count ?? null, of.toSorted(), mayDelegate]);
  const aspects = about.toSorted().map((aspect) => `${aspect}:${digest(factsOf(aspect, facts))}`);
  return [`stage:${stage}`, ...aspects].join(' ');
}

function factsOf(aspect: Aspect, { plan, costCentre }: BoundFacts): unknown {
  const { before, after, delta, currency } = plan.cost;
  const facts: Readonly<Record<Aspect, unknown>> = {
    content: plan.contentHash,
    cost: [before, after, delta, currency, costCentre],
    placement: plan.placements.map(({ cluster, executor }) => `${cluster} ${executor}`).toSorted(),
  };
  return facts[aspect];
}

/** Of what the policy was asked; the same whenever it is asked. */
export const digestOfInput = ({ now: _, ...input }: PolicyInput): string => `sha256:${digest(sorted(input))}`;

const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** With the names of objects in order, however they were built. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => compare(a, b))
      .map(([name, of]) => [name, sorted(of)]),
  );
}
