import type { ApprovalStage, JudgedDecision } from '../../domain/decision.ts';
import { decisions, notifications, repository } from '../gateways.ts';
import { insist } from '../insist.ts';
import { GoBack, type Lifecycle, plannedOf, planOf, pullRequestOf, RequestEnded, requestOf } from '../lifecycle.ts';
import { mergePullRequest } from '../merge.ts';
import { beside, deliver, mail } from '../notify.ts';
import { readPullRequest } from '../pull-request.ts';
import { transition } from '../transitions.ts';
import { type Schedule, scheduleOf, type Wait, waitFor } from '../waiting.ts';

/** The people whom policy names decide on what they saw; then the pull request is merged at exactly that head. */
export async function decide(life: Lifecycle): Promise<void> {
  life.stages = await insist(life, 'the directory', () => decisions.findApprovers(requestOf(life)));
  await mirror(life, 'pending', `Waiting for ${life.stages[0]?.approvers.join(' or ')}`);
  askApprovers(life);
  const schedule = await scheduleOf('approval');
  for (const stage of life.stages) actOn(life, await nextVerdict(life, stage, schedule));
  await mirror(
    life,
    'success',
    `Approved: ${life.status.decisions
      .filter((d) => d.counts)
      .map((d) => d.decision.person)
      .join(', ')}`,
  );
  await mergePullRequest(life);
  closeQuestion(life, 'Approved and merged');
}

function mirror(life: Lifecycle, state: 'pending' | 'success', description: string): Promise<void> {
  return insist(life, 'GitHub', () => {
    const { number, headSha } = pullRequestOf(life);
    return repository.mirrorApproval({ number, headSha, state, description });
  });
}

/** Slack buttons and a mail to the lead; neither holds the request, since every other door stays open. */
function askApprovers(life: Lifecycle): void {
  const { lead, reason } = requestOf(life);
  const { cost, specHash } = planOf(life);
  const ask = { ...plannedOf(life), stages: life.stages, pullRequest: pullRequestOf(life) };
  const facts = {
    pullRequest: pullRequestOf(life).url,
    cost: `${cost.delta.toFixed(2)} ${cost.currency}`,
    specHash,
    reason,
  };
  beside(
    life,
    deliver(life, { channel: 'slack', to: lead, what: 'decision-needed' }, async () => {
      life.slackPosts = await notifications.askInSlack(ask);
    }),
  );
  beside(life, mail(life, 'decision-needed', lead, facts));
}

/** Replaces the buttons in Slack by the outcome. */
export function closeQuestion(life: Lifecycle, text: string): void {
  const posts = life.slackPosts;
  if (posts.length === 0) return;
  life.slackPosts = [];
  beside(
    life,
    deliver(life, { channel: 'slack', to: 'approvers', what: 'outcome' }, () =>
      notifications.closeInSlack({ posts, text }),
    ),
  );
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

/** Enough to see what was tried, without letting a flood of refused decisions fill the history. */
const KEPT_DECISIONS = 50;

function recordDecision(life: Lifecycle, judged: JudgedDecision): void {
  const { person, verdict, channel, reason } = judged.decision;
  const outcome = judged.counts ? '' : `, refused: ${judged.refusal}`;
  const proof = judged.unproven ? ' (unproven)' : '';
  const text = `${verdict} through ${channel}${proof}${reason ? `: ${reason}` : ''}${outcome}`;
  transition(life, { decisions: [...life.status.decisions, judged].slice(-KEPT_DECISIONS) }, text, person);
}

async function waitForWord(life: Lifecycle, stage: ApprovalStage, schedule: Schedule): Promise<void> {
  const { cost, specHash } = planOf(life);
  const delta = `${cost.delta >= 0 ? '+' : ''}${cost.delta.toFixed(2)} ${cost.currency}`;
  const text = `Project lead decides about spec ${specHash.replace('sha256:', '').slice(0, 4)}… (${delta} a month)`;
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

/** Approval lets the stage pass; anything else leaves this step. */
function actOn(life: Lifecycle, { decision }: JudgedDecision): void {
  const reason = decision.reason ?? 'no reason given';
  if (decision.verdict === 'reject') throw new RequestEnded('rejected', `Rejected by ${decision.person}: ${reason}`);
  if (decision.verdict === 'request-changes') askForChanges(life, decision.person, reason);
}

function askForChanges(life: Lifecycle, person: string, reason: string): never {
  const { selection: _, ...request } = requestOf(life);
  transition(life, { request });
  closeQuestion(life, `Changes requested by ${person}`);
  beside(life, mail(life, 'changes-requested', request.requester, { person, reason }));
  throw new GoBack('RESOURCE_SELECTION', `${person} asks for changes: ${reason}`);
}
