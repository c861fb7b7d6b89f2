import type { Guard } from '../clients/github-protection.ts';
import { Missing } from './finding.ts';

/** What must hold of a branch, and what it takes to know. */
interface Demand {
  readonly holds: (guard: Guard) => boolean | null;
  readonly problem: string;
  /** What is not shown, when it is not. */
  readonly unseen: string;
}

const KEEP: readonly Demand[] = [
  { holds: ({ noDeletion }) => noDeletion, problem: 'it can be deleted', unseen: 'whether it can be deleted' },
  { holds: ({ noForcePush }) => noForcePush, problem: 'it can be rewritten', unseen: 'whether it can be rewritten' },
];

const MEND = '`berth fleet init --protect` sets it';
const UNSEEN = 'is shown to administrators only: give GITHUB_TOKEN of one';

/** @param checked the check that must come from the App of this id before anything is merged. @throws Missing */
export function judgeMain(guards: readonly Guard[], checked: string, appId: number): string {
  const own = guards.filter(({ checks }) => checks.some(({ context }) => context === checked));
  if (own.length === 0) throw new Missing(`It can be merged into without ${checked}: require this check. ${MEND}.`);
  const demand: Demand = {
    holds: ({ checks }) => checks.some((check) => check.context === checked && check.appId === appId),
    problem: `${checked} counts from anybody who may set statuses, not from Berth's App alone`,
    unseen: '',
  };
  return `${judge(guards, [demand, ...KEEP], `${checked} of App ${appId} is required`)}${alsoReviewed(guards)}`;
}

/** Whoever decides elsewhere than on GitHub would wonder why nothing is merged. */
function alsoReviewed(guards: readonly Guard[]): string {
  const demanded = guards.flatMap(({ reviews }) => reviews ?? []);
  const count = Math.max(0, ...demanded.map((one) => one.count));
  const ofOwner = demanded.some(({ ofCodeOwners }) => ofCodeOwners) ? 'one of a code owner' : '';
  const wanted = [count > 0 ? `${count} approving` : '', ofOwner].filter((part) => part !== '').join(', ');
  return wanted
    ? `; GitHub itself demands reviews too (${wanted}): what is approved elsewhere is not merged before`
    : '';
}

/** @throws Missing */
export const judgeLedger = (guards: readonly Guard[]): string => judge(guards, KEEP, 'it only grows');

function judge(guards: readonly Guard[], demands: readonly Demand[], fine: string): string {
  const answers = demands.map((demand) => answer(guards, demand));
  const problems = answers.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) throw new Missing(`${[...new Set(problems)].join('; ')}. ${MEND}.`);
  const unseen = [...new Set(answers.flatMap((found) => found.unseen ?? []))];
  return unseen.length === 0 ? `${fine}, for everybody` : `${fine}; ${unseen.join(' and ')} ${UNSEEN}`;
}

/** Fine when one set of rules holds it for everybody; else what is known about the best of them. */
function answer(guards: readonly Guard[], { holds, problem, unseen }: Demand): { problem?: string; unseen?: string } {
  const holding = guards.filter((guard) => holds(guard) === true);
  if (holding.some(({ bypass }) => bypass?.length === 0)) return {};
  const hidden = holding.find(({ bypass }) => bypass === null);
  if (hidden) return { unseen: `who may bypass ${hidden.name}` };
  const [weak] = holding;
  if (weak) return { problem: `${weak.name} does not bind ${weak.bypass?.join(', ')}` };
  return guards.some((guard) => holds(guard) === null) ? { unseen } : { problem };
}
