import type { ApprovalStage } from '../../domain/approval.ts';
import { filledIn, namesIn, voicesOf } from '../../domain/approval-progress.ts';
import type { JudgedDecision } from '../../domain/decision.ts';
import { forget } from '../../domain/decision-rules.ts';
import { speaker } from '../../domain/seats.ts';
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
import { lookWhoIsAway, takeStaffing } from '../staffing.ts';
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
  do {
    await settleApproval(life);
    beforeMerge(life);
  } while (!(await mergePullRequest(life)));
  closeQuestion(life, `${approvedBy(life)}; merged`);
}

/** Goes on when everybody has said yes, nothing is frozen, and all of it still holds. */
async function settleApproval(life: Lifecycle): Promise<void> {
  // A removal that has to wait for its merge once more can be withdrawn again.
  life.committed = false;
  for (let holds = false; !holds; holds = await stillHolds(life)) {
    if (!isApproved(life)) await collectDecisions(life);
    await holdMerge(life);
  }
  await showApproved(life);
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
async function runStage(life: Lifecycle, { name }: ApprovalStage): Promise<void> {
  if (name !== life.status.stages[0]?.name) await beginLater(life);
  const current = () => [stageOf(life)].find((stage) => stage?.name === name);
  for (let [stage, schedule] = [current(), await ask(life)]; stage; stage = current()) {
    if (life.inbox.githubHint) await readPullRequest(life);
    else if (life.inbox.staffingChanged) await takeStaffing(life, stage, schedule.deadline);
    else if (life.inbox.decisions.length > 0) await takeDecision(life, stage);
    else if (!(await waitForWord(life, stage, schedule))) schedule = await afterDeadline(life, stage);
    // Somebody's approval is void meanwhile.
    if (life.askedAgain[name] !== undefined && current()) schedule = await ask(life);
  }
  const passed = life.status.stages.find((stage) => stage.name === name);
  if (passed && stageOf(life)) closeQuestion(life, `Approved by ${namesIn(passed, life.status.decisions).join(', ')}`);
}

/** Since the stages were told some time has passed: reviews may be there already, and people away. */
async function beginLater(life: Lifecycle): Promise<void> {
  life.inbox.githubHint = true;
  await lookWhoIsAway(life);
}

/** Asks the people of the stage whose turn it is. */
async function ask(life: Lifecycle): Promise<Schedule> {
  const schedule = await scheduleForPeople(life, 'approval', stageOf(life)?.deadline);
  const stage = stageOf(life);
  if (stage) askApprovers(life, stage, schedule.deadline);
  await showPending(life);
  return schedule;
}

/** Judges the oldest decision that waits; one that does not count is shown with its reason. */
async function takeDecision(life: Lifecycle, stage: ApprovalStage): Promise<void> {
  const decision = life.inbox.decisions.shift();
  if (!decision) return;
  const approved = voicesOf(stage, life.status.decisions);
  const input = { decision, request: requestOf(life), specHash: planOf(life).specHash, stage, approved };
  const judged = await insist(life, 'the directory', () => decisions.judgeDecision(input));
  recordDecision(life, judged);
  if (!judged.counts) return forget(life.inbox, decision.id);
  await actOn(life, judged);
  if (stageOf(life) === stage) {
    const filled = filledIn(stage, life.status.decisions).length;
    showProgress(life, stage, `${speaker(judged)} approved (${filled} of ${stage.count})`);
  }
  if (stageOf(life)) await showPending(life);
}

/** False when the deadline passed first. */
function waitForWord(life: Lifecycle, stage: ApprovalStage, schedule: Schedule): Promise<boolean> {
  const text = describeWait(life, stage);
  const remind = (facts: ReminderFacts) => nudge(life, missingIn(life, stage), facts);
  const next = stage.onExpiry === 'park' ? 'operators are asked what to do' : 'the request expires and is undone';
  const wait: Wait = { name: 'approval', kind: 'person', who: missingIn(life, stage), text, next, remind };
  const { inbox } = life;
  const isNews = () => inbox.decisions.length > 0 || inbox.githubHint || inbox.staffingChanged === true;
  return waitFor(life, wait, isNews, schedule);
}

/** What the policy says for the end of a stage's time: an operator lets its people be asked again, or it is over. */
async function afterDeadline(life: Lifecycle, { name, onExpiry }: ApprovalStage): Promise<Schedule> {
  if (onExpiry === 'deny') throw new RequestEnded('expired', 'Nobody decided in time');
  const message = `Nobody decided in the stage "${name}" in time. Retry asks its people once more; undo ends the request.`;
  await needPerson(life, { type: 'Undecided', message });
  life.askedAgain[name] = 'nobody decided in time';
  await lookWhoIsAway(life);
  return ask(life);
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
