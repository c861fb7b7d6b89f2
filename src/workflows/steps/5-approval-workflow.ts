import type { ApprovalStage } from '../../domain/approval.ts';
import { approversOf } from '../../domain/approval-progress.ts';
import type { JudgedDecision } from '../../domain/decision.ts';
import { forget } from '../../domain/decision-rules.ts';
import { approvedBy, isApproved, recordDecision, refuseLate, stageOf } from '../approvals.ts';
import { stillHolds } from '../assessing.ts';
import { showApproved, showPending, showRefused } from '../check.ts';
import { decisions } from '../gateways.ts';
import { insist, needPerson } from '../insist.ts';
import { GoBack, type Lifecycle, planOf, RequestEnded, requestOf } from '../lifecycle.ts';
import { holdMerge, mergePullRequest } from '../merge.ts';
import { beside, mail } from '../notify.ts';
import { nudge } from '../nudge.ts';
import { readPullRequest } from '../pull-request.ts';
import { askApprovers, closeQuestion, missingIn, showProgress } from '../question.ts';
import { describeWait } from '../stage-text.ts';
import { transition } from '../transitions.ts';
import { undoInfrastructureAtEnd } from '../undo-change.ts';
import { type ReminderFacts, type Schedule, type Wait, waitFor } from '../waiting.ts';
import { scheduleForPeople } from '../working-time.ts';

/**
 * The people whom policy names decide on what they saw; then the pull request is merged at exactly that head.
 * @param beforeMerge settles what ending the request takes back from then on.
 */
export async function decide(
  life: Lifecycle,
  beforeMerge: (life: Lifecycle) => void = undoInfrastructureAtEnd,
): Promise<void> {
  for (let holds = false; !holds; holds = await stillHolds(life)) {
    if (!isApproved(life)) await collectDecisions(life);
    await holdMerge(life);
  }
  await showApproved(life);
  beforeMerge(life);
  await mergePullRequest(life);
  closeQuestion(life, `${approvedBy(life)}; merged`);
}

/** Asks stage by stage, and takes decisions in until every stage has passed. */
async function collectDecisions(life: Lifecycle): Promise<void> {
  life.deciding = true;
  try {
    for (let stage = stageOf(life); stage; stage = stageOf(life)) await runStage(life, stage);
  } finally {
    life.deciding = false;
    refuseLate(life);
  }
}

/** The stage has its turn until it has passed, or an earlier one has to be asked again. */
async function runStage(life: Lifecycle, stage: ApprovalStage): Promise<void> {
  // Reviews of people whose turn it was not yet are there already.
  if (stage !== life.status.stages[0]) life.inbox.githubHint = true;
  const ask = async () => {
    const schedule = await scheduleForPeople(life, 'approval', stage.deadline);
    askApprovers(life, stage, schedule.deadline);
    await showPending(life);
    return schedule;
  };
  for (let schedule = await ask(); stageOf(life) === stage; ) {
    if (life.inbox.githubHint) await readPullRequest(life);
    else if (life.inbox.decisions.length > 0) await takeDecision(life, stage);
    else if (!(await waitForWord(life, stage, schedule))) schedule = await afterDeadline(life, stage, ask);
    // Somebody's approval is void meanwhile.
    if (life.askedAgain[stage.name] !== undefined && stageOf(life) === stage) schedule = await ask();
  }
  if (stageOf(life)) closeQuestion(life, `Approved by ${approversOf(stage, life.status.decisions).join(', ')}`);
}

/** Judges the oldest decision that waits; one that does not count is shown with its reason. */
async function takeDecision(life: Lifecycle, stage: ApprovalStage): Promise<void> {
  const decision = life.inbox.decisions.shift();
  if (!decision) return;
  const approved = approversOf(stage, life.status.decisions);
  const input = { decision, request: requestOf(life), specHash: planOf(life).specHash, stage, approved };
  const judged = await insist(life, 'the directory', () => decisions.judgeDecision(input));
  recordDecision(life, judged);
  if (!judged.counts) return forget(life.inbox, decision.id);
  await actOn(life, judged);
  if (stageOf(life) === stage) showProgress(life, stage, judged.decision.person);
  if (stageOf(life)) await showPending(life);
}

/** False when the deadline passed first. */
function waitForWord(life: Lifecycle, stage: ApprovalStage, schedule: Schedule): Promise<boolean> {
  const text = describeWait(life, stage);
  const remind = (facts: ReminderFacts) => nudge(life, missingIn(life, stage), facts);
  const next = stage.onExpiry === 'park' ? 'operators are asked what to do' : 'the request expires and is undone';
  const wait: Wait = { name: 'approval', kind: 'person', who: missingIn(life, stage), text, next, remind };
  return waitFor(life, wait, () => life.inbox.decisions.length > 0 || life.inbox.githubHint, schedule);
}

/** What the policy says for the end of a stage's time: an operator lets its people be asked again, or it is over. */
async function afterDeadline<T>(life: Lifecycle, { name, onExpiry }: ApprovalStage, ask: () => Promise<T>): Promise<T> {
  if (onExpiry === 'deny') throw new RequestEnded('expired', 'Nobody decided in time');
  const message = `Nobody decided in the stage "${name}" in time. Retry asks its people once more; undo ends the request.`;
  await needPerson(life, { type: 'Undecided', message });
  life.askedAgain[name] = 'nobody decided in time';
  return ask();
}

/** An approval is counted; anything else leaves this step. */
async function actOn(life: Lifecycle, { decision }: JudgedDecision): Promise<void> {
  const { verdict, person, reason = 'no reason given' } = decision;
  if (verdict === 'reject') throw new RequestEnded('rejected', `Rejected by ${person}: ${reason}`);
  if (verdict === 'request-changes') await askForChanges(life, person, reason);
}

async function askForChanges(life: Lifecycle, person: string, reason: string): Promise<never> {
  const message = `Changes requested by ${person}: ${reason}`;
  const { selection: _, ...request } = requestOf(life);
  // Nothing was picked for a removal: who wants another asks for another.
  if (request.removes) throw new RequestEnded('rejected', `${message}. Ask for another removal`);
  closeQuestion(life, message);
  await showRefused(life, message);
  transition(life, { request });
  beside(life, mail(life, 'changes-requested', request.requester, { person, reason }));
  throw new GoBack('RESOURCE_SELECTION', message, { keepsDecisions: true });
}
