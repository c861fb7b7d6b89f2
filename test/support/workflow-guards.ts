/*
 * Guards around decisions that only the workflow has: what is taken in when, and what is looked at before a merge. The rules
 * that it drives have theirs in `approvals/guards.ts`.
 */
export interface WorkflowGuard {
  readonly file: string;
  /** As it stands in the file, once. */
  readonly code: string;
  readonly without: string;
  /** Of `test/workflows/request-lifecycle.<story>.test.ts` the test that has to fail without it. */
  readonly story: string;
  readonly test: string;
}

const HANDLERS = 'src/workflows/handlers.ts';
const STEP = 'src/workflows/steps/5-approval-workflow.ts';
const ASSESSING = 'src/workflows/assessing.ts';
const PULL_REQUEST = 'src/workflows/pull-request.ts';

export const WORKFLOW_GUARDS: readonly WorkflowGuard[] = [
  {
    file: HANDLERS,
    code: 'stage: life.deciding ? (stageOf(life) ?? null) : null,',
    without: 'stage: stageOf(life) ?? null,',
    story: 'changes-requested',
    test: 'goes back to the selection',
  },
  {
    file: HANDLERS,
    code: 'validator: (decision) => requireDecidable(life, decision),',
    without: 'validator: (_decision) => undefined,',
    story: 'stages',
    test: 'a second stage is asked when the first has passed',
  },
  {
    file: HANDLERS,
    code: "if (task === 'accounts') requireUninvolved(life, person);",
    without: '',
    story: 'four-eyes',
    test: 'does not confirm its accounts',
  },
  {
    file: HANDLERS,
    code: 'if (plan) requireUninvolved(life, person);',
    without: '',
    story: 'four-eyes',
    test: 'nor does whoever asked edit the plan in a repair',
  },
  {
    file: STEP,
    code: '    refuseLate(life);',
    without: '',
    story: 'rejected',
    test: 'a decision that comes while another is being judged is shown as too late',
  },
  {
    file: STEP,
    code: 'return forget(life.inbox, decision.id);',
    without: 'return;',
    story: 'rejected',
    test: 'a refused decision does not keep the genuine one of the same id out',
  },
  {
    file: STEP,
    code: 'holds = await stillHolds(life)',
    without: 'holds = true',
    story: 'assessed-again',
    test: 'who has left the group before the merge no longer counts',
  },
  {
    file: ASSESSING,
    code: ', ...standInsOf(life) }',
    without: ' }',
    story: 'stand-ins',
    test: 'what whoever stands in has said counts for who is away',
  },
  {
    file: PULL_REQUEST,
    code: '(isApproved(life) && state.specMatches)',
    without: 'state.specMatches',
    story: 'by-hand',
    test: 'merged by hand without the decisions, nothing is applied',
  },
  {
    file: PULL_REQUEST,
    code: '(isApproved(life) && state.specMatches)',
    without: 'isApproved(life)',
    story: 'by-hand',
    test: 'approved, but merged by hand with other content, nothing is applied',
  },
  {
    file: PULL_REQUEST,
    code: 'if (!state.specMatches)',
    without: 'if (Boolean(0))',
    story: 'by-hand',
    test: 'other content on the branch voids what was said',
  },
  {
    file: PULL_REQUEST,
    code: 'person && mayDecide(person.id, stage)',
    without: 'stage',
    story: 'by-hand',
    test: 'closed by somebody else, it needs a person',
  },
  {
    file: PULL_REQUEST,
    code: '    voidDismissed(life, state);',
    without: '',
    story: 'stages',
    test: 'a review that is dismissed counts no more',
  },
];
