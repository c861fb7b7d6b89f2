/* Who decides about what can be had, in as few lines as say it. Pure. */
import type { StageDemand } from '../../../src/domain/policy.ts';
import type { Size, Stage } from '../../../src/domain/selection.ts';
import type { DecidedCase } from '../../../src/policy/who-decides.ts';

/** Sizes of one stage about which the same people decide. */
export interface DecidedGroup {
  readonly stage: Stage;
  readonly sizes: readonly Size[];
  /** True when these are all sizes of the stage. */
  readonly every: boolean;
  /** What the policy says of the first of them; reasons may name another price. */
  readonly example: DecidedCase;
}

/** Cases about which the same people decide together, in the order of stages and sizes. */
export function groupCases(cases: readonly DecidedCase[]): DecidedGroup[] {
  const groups = new Map<string, DecidedCase[]>();
  for (const one of cases) {
    const key = JSON.stringify([one.stage, one.stages.map(sameStage), one.autoApproval !== null, denialsOf(one)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((same) => {
    const [example] = same;
    if (!example) return [];
    const { stage } = example;
    const every = same.length === cases.filter((one) => one.stage === stage).length;
    return [{ stage, sizes: same.map(({ size }) => size), every, example }];
  });
}

const denialsOf = ({ denials }: DecidedCase): string[] => denials.map(({ rule }) => rule);

const sameStage = ({ name, mode, count, of, about }: StageDemand) => [name, mode, count, of, about];
