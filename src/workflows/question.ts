/* The question to the approvers: asked beside the main line, and shown as answered wherever it was asked. */
import type { AskedPost } from '../activities/contracts.ts';
import type { ApprovalStage } from '../domain/approval.ts';
import { doneIn, type Voided, wantedIn, whoIsMissing } from '../domain/approval-progress.ts';
import { decisionFacts } from '../domain/decision-facts.ts';
import { mayDecide } from '../domain/seats.ts';
import { stageOf, voidApprovals } from './approvals.ts';
import { notifications } from './gateways.ts';
import { type Lifecycle, plannedOf, planOf, pullRequestOf } from './lifecycle.ts';
import { beside, deliver, mail, projectOf } from './notify.ts';

/** Who has not said yet what the stage still needs; in the place of who is away, whoever stands in. */
export const missingIn = ({ status }: Lifecycle, stage: ApprovalStage): string[] => wantedIn(stage, status.decisions);

/**
 * Slack buttons and a mail to everybody who is missing; neither holds the request, since every other door stays open.
 * @param until when the wait for the stage ends; ISO 8601.
 */
export function askApprovers(life: Lifecycle, stage: ApprovalStage, until: string): void {
  const { [stage.name]: why, ...others } = life.askedAgain;
  life.askedAgain = others;
  askPeople(life, { stage, until, people: missingIn(life, stage), ...(why === undefined ? {} : { again: why }) });
}

/** Whom is asked what. */
interface Asking {
  readonly stage: ApprovalStage;
  /** When the wait for the stage ends; ISO 8601. */
  readonly until: string;
  readonly people: readonly string[];
  /** Why they are asked once more, if they are. */
  readonly again?: string;
}

/** The same to these people of the stage alone. */
export function askPeople(life: Lifecycle, asking: Asking): void {
  const { stage, until, people, again } = asking;
  askInSlack(life, asking);
  const { specHash } = planOf(life);
  const facts = { ...askedOf(life), stage, ...(again ? { again } : {}) };
  for (const person of people) {
    const data = { ...projectOf(life), ...decisionFacts(facts, person) };
    const ask = { reference: life.input.reference, stage: stage.name, specHash, until, data, person };
    const delivery = { channel: 'mail', to: person, what: 'decision-needed' } as const;
    beside(
      life,
      deliver(life, delivery, () => notifications.askByMail(ask)),
    );
  }
}

const askedOf = (life: Lifecycle) => ({ ...plannedOf(life), pullRequest: pullRequestOf(life) });

function askInSlack(life: Lifecycle, { stage: whole, people: approvers, again }: Asking): void {
  const { name, why, delegates } = whole;
  const stage = { name, why, approvers, ...(delegates ? { delegates } : {}) };
  const ask = { ...askedOf(life), stage, since: new Date().toISOString(), ...(again ? { again } : {}) };
  const before = life.question;
  const posts: AskedPost[] = [];
  const delivery = { channel: 'slack', to: approvers.join(', '), what: 'decision-needed' } as const;
  const asked = deliver(life, delivery, async () => void posts.push(...(await notifications.askInSlack(ask))));
  beside(life, asked);
  // Who is asked once more has the question twice: both copies show what comes of it.
  const all = async () => [...((await before) ?? []), ...posts];
  life.question = asked.then(all, all);
}

/**
 * Shows in every copy of the question who is still missing, and takes the buttons from whoever has nothing more to say.
 * @param news what has happened, before that: `lee approved (1 of 2)`.
 * @param gone who no longer stands in.
 */
export function showProgress(life: Lifecycle, stage: ApprovalStage, news: string, gone: readonly string[] = []): void {
  const { question, status } = life;
  if (!question) return;
  const spoken = [...doneIn(stage, status.decisions), ...gone];
  const text = `${news}, waiting for ${whoIsMissing(stage, status.decisions)}`;
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
    if (channel === 'policy' || (next?.name === stage && mayDecide(person, next))) continue;
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
