/* The question to the approvers: asked beside the main line, and shown as answered wherever it was asked. */
import type { AskedPost } from '../activities/contracts.ts';
import { type ApprovalStage, missingPeople } from '../domain/approval.ts';
import { approversOf, type Voided, whoIsMissing, withApprovers } from '../domain/approval-progress.ts';
import { decisionFacts } from '../domain/decision-facts.ts';
import { stageOf, voidApprovals } from './approvals.ts';
import { notifications } from './gateways.ts';
import { type Lifecycle, plannedOf, planOf, pullRequestOf } from './lifecycle.ts';
import { beside, deliver, mail, projectOf } from './notify.ts';

/** Who has not said yet what the stage still needs. */
export const missingIn = ({ status }: Lifecycle, stage: ApprovalStage): string[] =>
  missingPeople(withApprovers(stage, status.decisions), approversOf(stage, status.decisions));

/**
 * Slack buttons and a mail to everybody who is missing; neither holds the request, since every other door stays open.
 * @param until when the wait for the stage ends; ISO 8601.
 */
export function askApprovers(life: Lifecycle, stage: ApprovalStage, until: string): void {
  const { [stage.name]: why, ...others } = life.askedAgain;
  life.askedAgain = others;
  const again = why === undefined ? {} : { again: why };
  const people = missingIn(life, stage);
  askInSlack(life, { ...stage, approvers: people }, again);
  const { specHash } = planOf(life);
  const data = { ...projectOf(life), ...decisionFacts({ ...askedOf(life), stage, ...again }) };
  const ask = { reference: life.input.reference, stage: stage.name, specHash, until, data };
  for (const person of people) {
    const delivery = { channel: 'mail', to: person, what: 'decision-needed' } as const;
    beside(
      life,
      deliver(life, delivery, () => notifications.askByMail({ ...ask, person })),
    );
  }
}

const askedOf = (life: Lifecycle) => ({ ...plannedOf(life), pullRequest: pullRequestOf(life) });

function askInSlack(life: Lifecycle, stage: ApprovalStage, again: { again?: string }): void {
  const { name, why, approvers } = stage;
  const ask = { ...askedOf(life), stage: { name, why, approvers }, since: new Date().toISOString(), ...again };
  const before = life.question;
  const posts: AskedPost[] = [];
  const delivery = { channel: 'slack', to: approvers.join(', '), what: 'decision-needed' } as const;
  const asked = deliver(life, delivery, async () => void posts.push(...(await notifications.askInSlack(ask))));
  beside(life, asked);
  // Who is asked once more has the question twice: both copies show what comes of it.
  const all = async () => [...((await before) ?? []), ...posts];
  life.question = asked.then(all, all);
}

/** Shows in every copy of the question who is still missing, and takes the buttons from whoever has spoken. */
export function showProgress(life: Lifecycle, stage: ApprovalStage, by: string): void {
  const { question, status } = life;
  if (!question) return;
  const spoken = approversOf(stage, status.decisions);
  const missing = whoIsMissing(stage, status.decisions);
  const text = `${by} approved (${spoken.length} of ${stage.count}), waiting for ${missing}`;
  const delivery = { channel: 'slack', to: 'approvers', what: 'progress' } as const;
  const shown = question.then(async (posts) => {
    if (posts.length === 0) return;
    await deliver(life, delivery, () => notifications.showProgressInSlack({ posts, text, spoken }));
  });
  beside(life, shown);
  // What is shown next is shown after it.
  life.question = shown.then(() => question);
}

/** What was said no longer counts; the question will be put once more, and says why. */
export function askAnew(life: Lifecycle, why: string): void {
  voidApprovals(life, why);
  closeQuestion(life, why);
}

/** Tells those whose approval is void what has changed; those who are asked again at once hear it with the question. */
export function tellVoided(life: Lifecycle, voided: readonly Voided[]): void {
  const next = stageOf(life);
  for (const { decision, why } of voided) {
    const { person, stage, channel } = decision;
    if (channel === 'policy' || (next?.name === stage && next.approvers.includes(person))) continue;
    beside(life, mail(life, 'decision-void', person, { stage, changed: why }));
  }
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
