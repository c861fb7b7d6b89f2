import * as fc from 'fast-check';
import { CHANGE_PLAN } from '../../test/support/scripted-activities.ts';
import { isBoundTo } from './approval.ts';
import { type BoundFacts, bindingOf } from './binding.ts';
import { ASPECTS, type Aspect, type StageDemand } from './policy.ts';

const FACTS: BoundFacts = { plan: CHANGE_PLAN, costCentre: 'CC-1042' };
const DEMAND: StageDemand = {
  name: 'lead',
  mode: 'n-of',
  count: 2,
  of: ['project-lead', 'security'],
  about: ['content'],
  onExpiry: 'deny',
  mayDelegate: false,
  why: 'A rule demands it.',
};
const about = (...aspects: Aspect[]): StageDemand => ({ ...DEMAND, about: aspects });
const withPlan = (change: Partial<BoundFacts['plan']>): BoundFacts => ({
  ...FACTS,
  plan: { ...CHANGE_PLAN, ...change },
});

/** What changes, and which stages that concerns. */
const CHANGES: Readonly<Record<Aspect, readonly BoundFacts[]>> = {
  content: [withPlan({ contentHash: 'sha256:other' })],
  cost: [
    withPlan({ cost: { ...CHANGE_PLAN.cost, after: 70, delta: 70 } }),
    withPlan({ cost: { ...CHANGE_PLAN.cost, currency: 'EUR' } }),
    { ...FACTS, costCentre: 'CC-7' },
  ],
  placement: [
    withPlan({ placements: [{ cluster: 'cluster-west-prod', environment: 'payments-prod', executor: 'kubernetes' }] }),
    withPlan({ placements: [{ cluster: 'cluster-east-prod', environment: 'payments-prod', executor: 'manual' }] }),
  ],
};

test('a stage is bound to the facts of its aspects and to no other', () => {
  const aspects = fc.subarray([...ASPECTS], { minLength: 1 });
  fc.assert(
    fc.property(aspects, fc.constantFrom(...ASPECTS), fc.nat(), (stages, changed, at) => {
      const other = CHANGES[changed][at % CHANGES[changed].length] as BoundFacts;
      const demand = about(...stages);
      expect(bindingOf(demand, other) !== bindingOf(demand, FACTS)).toBe(stages.includes(changed));
    }),
  );
});

test('the name of a price book and the order of anything change nothing', () => {
  const renamed = withPlan({ cost: { ...CHANGE_PLAN.cost, priceBook: '2027-01' } });
  expect(bindingOf(about('cost'), renamed)).toBe(bindingOf(about('cost'), FACTS));
  const turned = { ...DEMAND, of: DEMAND.of.toReversed(), about: ['cost', 'content'] as const };
  expect(bindingOf(turned, FACTS)).toBe(bindingOf(about('content', 'cost'), FACTS));
});

test.each<[string, Partial<StageDemand>]>([
  ['name', { name: 'second' }],
  ['mode', { mode: 'all' }],
  ['number', { count: 1 }],
  ['people', { of: ['project-lead'] }],
  ['right to delegate', { mayDelegate: true }],
])('another %s is another demand', (_, change) => {
  expect(bindingOf({ ...DEMAND, ...change }, FACTS)).not.toBe(bindingOf(DEMAND, FACTS));
});

test.each<[string, Partial<StageDemand>]>([
  ['deadline', { deadline: '1d' }],
  ['end', { onExpiry: 'park' }],
  ['reason', { why: 'In other words.' }],
])('another %s is the same demand', (_, change) => {
  expect(bindingOf({ ...DEMAND, ...change }, FACTS)).toBe(bindingOf(DEMAND, FACTS));
});

test('what was said about more still counts for a stage that is about less, and never the other way round', () => {
  const aspects = fc.subarray([...ASPECTS], { minLength: 1 });
  fc.assert(
    fc.property(aspects, aspects, (said, asked) => {
      const stage = { binding: bindingOf(about(...asked), FACTS) };
      const isCovered = asked.every((aspect) => said.includes(aspect));
      expect(isBoundTo(stage, bindingOf(about(...said), FACTS))).toBe(isCovered);
    }),
  );
});

test('nothing is bound to a stage that was never given', () => {
  expect(isBoundTo({ binding: bindingOf(DEMAND, FACTS) }, undefined)).toBe(false);
});
