import type { ApprovalStage, JudgedDecision } from '../../domain/decision.ts';
import { describeLoss } from '../../domain/request.ts';
import { approversOf, hasPassed, isApproved, recordDecision, refuseLate } from '../approvals.ts';
import { decisions, repository } from '../gateways.ts';
import { insist } from '../insist.ts';
import { GoBack, type Lifecycle, planOf, pullRequestOf, RequestEnded, requestOf } from '../lifecycle.ts';
import { mergePullRequest } from '../merge.ts';
import { beside, mail } from '../notify.ts';
import { readPullRequest } from '../pull-request.ts';
import { askApprovers, closeQuestion } from '../question.ts';
import { transition } from '../transitions.ts';
import { undoInfrastructureAtEnd } from '../undo-change.ts';
import { type Schedule, scheduleOf, type Wait, waitFor } from '../waiting.ts';

/**
 * The people whom policy names decide on what they saw; then the pull request is merged at exactly that head.
 * @param beforeMerge settles what ending the request takes back from then on.
 */
export async function decide(
  life: Lifecycle,
  beforeMerge: (life: Lifecycle) => void = undoInfrastructureAtEnd,
): Promise<void> {
  life.stages = await insist(life, 'the directory', () => decisions.findApprovers(requestOf(life)));
  if (!isApproved(life)) await collectDecisions(life);
  await mirror(life, 'success', `Approved: ${approversOf(life).join(', ')}`);
  beforeMerge(life);
  await mergePullRequest(life);
  closeQuestion(life, 'Approved and merged');
}

/** Asks, and takes decisions in until every stage has passed. */
async function collectDecisions(life: Lifecycle): Promise<void> {
  life.deciding = true;
  try {
    askApprovers(life);
    await mirror(life, 'pending', `Waiting for ${life.stages[0]?.approvers.join(' or ')}`);
    const schedule = await scheduleOf('approval');
    for (const stage of life.stages) if (!hasPassed(life, stage)) actOn(life, await nextVerdict(life, stage, schedule));
  } finally {
    life.deciding = false;
    refuseLate(life);
  }
}

function mirror(life: Lifecycle, state: 'pending' | 'success', description: string): Promise<void> {
  return insist(life, 'GitHub', () => {
    const { number, headSha } = pullRequestOf(life);
    return repository.mirrorApproval({ number, headSha, state, description });
  });
}

/** The first decision of this stage that counts; those that do not are shown with their reason. */
async function nextVerdict(life: Lifecycle, stage: ApprovalStage, schedule: Schedule): Promise<JudgedDecision> {
  for (;;) {
    if (life.inbox.githubHint) await readPullRequest(life);
    const decision = life.inbox.decisions.shift();
    if (!decision) {
      await waitForWord(life, stage, schedule);
      continue;
    }
    const input = { decision, request: requestOf(life), specHash: planOf(life).specHash, stages: life.stages };
    const judged = await insist(life, 'the directory', () => decisions.judgeDecision(input));
    recordDecision(life, judged);
    if (judged.counts) return judged;
    forget(life, decision.id);
  }
}

/** A refused decision must not keep the genuine one of the same id out: ids can be guessed. */
function forget(life: Lifecycle, id: string): void {
  const { seenDecisions } = life.inbox;
  seenDecisions.splice(0, seenDecisions.length, ...seenDecisions.filter((seen) => seen !== id));
}

async function waitForWord(life: Lifecycle, stage: ApprovalStage, schedule: Schedule): Promise<void> {
  const text = whatIsDecided(life);
  const wait: Wait = {
    name: 'approval',
    kind: 'person',
    who: stage.approvers,
    text,
    next: 'the request expires and is undone',
    remind: (number) =>
      mail(life, 'reminder', requestOf(life).lead, {
        waitingFor: text,
        deadline: schedule.deadline,
        reminder: String(number),
      }),
  };
  const spoken = await waitFor(life, wait, () => life.inbox.decisions.length > 0 || life.inbox.githubHint, schedule);
  if (!spoken) throw new RequestEnded('expired', 'Nobody decided in time');
}

function whatIsDecided(life: Lifecycle): string {
  const { cost, specHash } = planOf(life);
  const delta = `${cost.delta >= 0 ? '+' : ''}${cost.delta.toFixed(2)} ${cost.currency}`;
  const spec = specHash.replace('sha256:', '').slice(0, 4);
  const { removes } = requestOf(life);
  const loss = removes ? `${describeLoss(removes)}. ` : '';
  return `${loss}Project lead decides about spec ${spec}… (${delta} a month)`;
}

/** Approval lets the stage pass; anything else leaves this step. */
function actOn(life: Lifecycle, { decision }: JudgedDecision): void {
  const reason = decision.reason ?? 'no reason given';
  if (decision.verdict === 'reject') throw new RequestEnded('rejected', `Rejected by ${decision.person}: ${reason}`);
  if (decision.verdict !== 'request-changes') return;
  // Nothing was picked for a removal: who wants another asks for another.
  if (requestOf(life).removes)
    throw new RequestEnded('rejected', `Changes requested by ${decision.person}: ${reason}. Ask for another removal`);
  askForChanges(life, decision.person, reason);
}

function askForChanges(life: Lifecycle, person: string, reason: string): never {
  const { selection: _, ...request } = requestOf(life);
  transition(life, { request });
  beside(life, mail(life, 'changes-requested', request.requester, { person, reason }));
  throw new GoBack('RESOURCE_SELECTION', `Changes requested by ${person}: ${reason}`);
}
