import type { Problem } from '../../../src/domain/request.ts';

/** The steps of asking, in their order. */
export const ASK_STEPS = ['what', 'who', 'resources', 'send'] as const;
export type AskStep = (typeof ASK_STEPS)[number];

const STEP_OF: Readonly<Record<string, AskStep>> = {
  project: 'what',
  title: 'what',
  reason: 'what',
  onBehalfOf: 'who',
  requester: 'who',
  lead: 'who',
  members: 'who',
  costCentre: 'who',
  environments: 'resources',
};

/** Where the fleet has its own say about project, lead or cost centre, the API counts that to the environment. */
const OF_THE_PROJECT = /^environments\[0\]\.(project|lead|costCentre)$/;

/** Problems at the field they are about, once each. */
export function atFields(problems: readonly Problem[]): Problem[] {
  const placed = problems.map((problem) => ({ ...problem, where: problem.where.replace(OF_THE_PROJECT, '$1') }));
  return [...new Map(placed.map((problem) => [`${problem.where} ${problem.what}`, problem])).values()];
}

/** In which step something can be mended; what no field is about is shown with the whole. */
export const stepOf = ({ where }: Pick<Problem, 'where'>): AskStep => STEP_OF[/^\w+/.exec(where)?.[0] ?? ''] ?? 'send';

/** The problems of steps that somebody has left: what they have not come to yet is not held against them. */
export const ofSteps = (problems: readonly Problem[], seen: ReadonlySet<AskStep>): Problem[] =>
  problems.filter((problem) => seen.has(stepOf(problem)));
