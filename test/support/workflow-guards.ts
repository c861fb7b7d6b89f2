/*
 * Guards around decisions that only workflows have: what is taken in when, and what is looked at before a merge. The rules
 * that it drives have theirs in `approvals/guards.ts`.
 */
export interface WorkflowGuard {
  readonly file: string;
  /** As it stands in the file, once. */
  readonly code: string;
  readonly without: string;
  /** Of `test/workflows/<story>.test.ts` the test that has to fail without it. */
  readonly story: string;
  readonly test: string;
}

const HANDLERS = 'src/workflows/handlers.ts';
const STEP = 'src/workflows/steps/5-approval-workflow.ts';
const ASSESSING = 'src/workflows/assessing.ts';
const PULL_REQUEST = 'src/workflows/pull-request.ts';
const REPOSITORY = 'src/workflows/repository.ts';
const PERSON = 'src/workflows/person/state.ts';

export const WORKFLOW_GUARDS: readonly WorkflowGuard[] = [
  {
    file: HANDLERS,
    code: 'stage: life.deciding ? (stageOf(life) ?? null) : null,',
    without: 'stage: stageOf(life) ?? null,',
    story: 'request-lifecycle.changes-requested',
    test: 'goes back to the selection',
  },
  {
    file: HANDLERS,
    code: 'validator: (decision) => requireDecidable(life, decision),',
    without: 'validator: (_decision) => undefined,',
    story: 'request-lifecycle.stages',
    test: 'a second stage is asked when the first has passed',
  },
  {
    file: HANDLERS,
    code: "if (task === 'accounts') requireUninvolved(life, person);",
    without: '',
    story: 'request-lifecycle.four-eyes',
    test: 'does not confirm its accounts',
  },
  {
    file: HANDLERS,
    code: 'if (plan) requireUninvolved(life, person);',
    without: '',
    story: 'request-lifecycle.four-eyes',
    test: 'nor does whoever asked edit the plan in a repair',
  },
  {
    file: STEP,
    code: '    refuseLate(life);',
    without: '',
    story: 'request-lifecycle.rejected',
    test: 'a decision that comes while another is being judged is shown as too late',
  },
  {
    file: STEP,
    code: 'return forget(life.inbox, decision.id);',
    without: 'return;',
    story: 'request-lifecycle.rejected',
    test: 'a refused decision does not keep the genuine one of the same id out',
  },
  {
    file: STEP,
    code: 'holds = await stillHolds(life)',
    without: 'holds = true',
    story: 'request-lifecycle.assessed-again',
    test: 'who has left the group before the merge no longer counts',
  },
  {
    file: ASSESSING,
    code: ', ...standInsOf(life) }',
    without: ' }',
    story: 'request-lifecycle.stand-ins',
    test: 'what whoever stands in has said counts for who is away',
  },
  {
    file: PULL_REQUEST,
    code: '(isApproved(life) && state.specMatches)',
    without: 'state.specMatches',
    story: 'request-lifecycle.by-hand',
    test: 'merged by hand without the decisions, nothing is applied',
  },
  {
    file: PULL_REQUEST,
    code: '(isApproved(life) && state.specMatches)',
    without: 'isApproved(life)',
    story: 'request-lifecycle.by-hand',
    test: 'approved, but merged by hand with other content, nothing is applied',
  },
  {
    file: PULL_REQUEST,
    code: 'if (!state.specMatches)',
    without: 'if (Boolean(0))',
    story: 'request-lifecycle.by-hand',
    test: 'other content on the branch voids what was said',
  },
  {
    file: PULL_REQUEST,
    code: 'person && mayDecide(person.id, stage)',
    without: 'stage',
    story: 'request-lifecycle.by-hand',
    test: 'closed by somebody else, it needs a person',
  },
  {
    file: PULL_REQUEST,
    code: '    voidDismissed(life, state);',
    without: '',
    story: 'request-lifecycle.stages',
    test: 'a review that is dismissed counts no more',
  },
  {
    file: HANDLERS,
    code: '  if (life.deciding) {',
    without: '  if (Boolean(1)) {',
    story: 'request-lifecycle.signals',
    test: 'nor does one that comes once the plan stands',
  },
  {
    file: HANDLERS,
    code: "if (life.committed) throw refuse('The removal is approved and only goes forward');",
    without: '',
    story: 'request-lifecycle.removal',
    test: 'once it is approved it only goes forward',
  },
  {
    file: HANDLERS,
    code: 'if (life.status.placements.some(stands)) {',
    without: 'if (Boolean(0)) {',
    story: 'request-lifecycle.withdrawn',
    test: 'once a placement is ready it refuses to be withdrawn',
  },
  {
    file: ASSESSING,
    code: 'if (assessment.denials.length > 0) await refuse(life, assessment);',
    without: '',
    story: 'request-lifecycle.assessed-again',
    test: 'what a policy denies before the merge',
  },
  {
    file: ASSESSING,
    code: 'if (!isSameOutcome(before, { plan, assessment })) {',
    without: 'if (Boolean(0)) {',
    story: 'request-lifecycle.assessed-again',
    test: 'prices that have changed before the merge',
  },
  {
    file: STEP,
    code: '    await holdMerge(life);',
    without: '',
    story: 'freeze.holds-requests',
    test: 'an approved request is not merged while',
  },
  {
    file: REPOSITORY,
    code: '(await freezes.findWindow(order)) !== null',
    without: 'false',
    story: 'repository.fair-merges',
    test: 'whose cluster is frozen while it stands in line',
  },
  {
    file: 'src/workflows/person/taking-in.ts',
    code: 'held.has(word.begins)',
    without: 'Boolean(1)',
    story: 'person.absences',
    test: 'an absence without proof keeps nobody from their reminders',
  },
  {
    file: PERSON,
    code: '[...state.absences, ...state.ended].some(',
    without: 'state.absences.some(',
    story: 'person.absences',
    test: 'an absence that was ended is not entered again',
  },
];
