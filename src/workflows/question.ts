/* The question to the approvers: asked beside the main line, and shown as answered wherever it was asked. */
import { describeLoss } from '../domain/request.ts';
import { voidApprovals } from './approvals.ts';
import { notifications } from './gateways.ts';
import { type Lifecycle, plannedOf, planOf, pullRequestOf, requestOf } from './lifecycle.ts';
import { beside, deliver, mail } from './notify.ts';

/** Slack buttons and a mail to the lead; neither holds the request, since every other door stays open. */
export function askApprovers(life: Lifecycle): void {
  const { lead, reason, removes } = requestOf(life);
  const { cost, specHash } = planOf(life);
  const again = life.askedAgain === null ? {} : { again: life.askedAgain };
  life.askedAgain = null;
  askInSlack(life, again);
  const facts = {
    pullRequest: pullRequestOf(life).url,
    cost: `${cost.delta.toFixed(2)} ${cost.currency}`,
    specHash,
    reason,
    ...(removes ? { loss: describeLoss(removes) } : {}),
    ...again,
  };
  beside(life, mail(life, 'decision-needed', lead, facts));
}

function askInSlack(life: Lifecycle, again: { again?: string }): void {
  const ask = { ...plannedOf(life), stages: life.stages, pullRequest: pullRequestOf(life), ...again };
  const posts: { channel: string; ts: string }[] = [];
  const delivery = { channel: 'slack', to: requestOf(life).lead, what: 'decision-needed' } as const;
  const asked = deliver(life, delivery, async () => void posts.push(...(await notifications.askInSlack(ask))));
  beside(life, asked);
  life.question = asked.then(
    () => posts,
    () => posts,
  );
}

/** What was said no longer counts; the question will be put once more, and says why. */
export function askAnew(life: Lifecycle, why: string): void {
  voidApprovals(life, why);
  closeQuestion(life, why);
}

/** Replaces the buttons in Slack by the outcome, once they are there. */
export function closeQuestion(life: Lifecycle, text: string): void {
  const { question } = life;
  life.question = null;
  if (question) beside(life, showOutcome(life, question, text));
}

async function showOutcome(life: Lifecycle, question: NonNullable<Lifecycle['question']>, text: string): Promise<void> {
  const posts = await question;
  if (posts.length === 0) return;
  const delivery = { channel: 'slack', to: 'approvers', what: 'outcome' } as const;
  await deliver(life, delivery, () => notifications.closeInSlack({ posts, text }));
}
