/* How things stand for whoever opens the link of their mail: whether it still decides anything, and if not, why. */
import { type DecisionLink, decisionIdOf } from '../../auth/decision-links.ts';
import type { ApprovalStage } from '../../domain/approval.ts';
import { namesIn, openStage } from '../../domain/approval-progress.ts';
import type { JudgedDecision } from '../../domain/decision.ts';
import { readableTime } from '../../domain/readable-time.ts';
import { mayDecide, speaker } from '../../domain/seats.ts';
import type { RequestStatus } from '../../domain/status.ts';
import type { PageTexts } from './texts/en.ts';

/** What a page says instead of asking. */
export interface Said {
  readonly title: string;
  readonly text: string;
}

type Texts = PageTexts['decide'];

/** The stage that the link decides in now; or what to say, since it decides nothing any more. */
export function standingOf(link: DecisionLink, status: RequestStatus, texts: Texts): ApprovalStage | Said {
  const { reference, plan, step, phase, stages, decisions } = status;
  const used = decisions.find(({ decision }) => decision.id === decisionIdOf(link));
  if (used) return resultOf(used, texts);
  if (plan && plan.specHash !== link.specHash) {
    return { title: texts.changed, text: `${texts.changedText(reference)} ${texts.anew}` };
  }
  if (step !== 'APPROVAL_WORKFLOW' || !['waiting', 'running', 'needs-person'].includes(phase)) {
    return { title: texts.over, text: `${texts.overText(reference, phase)} ${lastWord(decisions, texts)}` };
  }
  const stage = openStage(stages, decisions);
  if (stage?.name === link.stage && mayDecide(link.person, stage)) return stage;
  return { title: texts.notNeeded, text: `${whyNot(link, status, stage, texts)} ${texts.anew}` };
}

function whyNot(
  { stage: name, person }: DecisionLink,
  { stages, decisions }: RequestStatus,
  open: ApprovalStage | undefined,
  texts: Texts,
): string {
  const stage = stages.find((one) => one.name === name);
  if (!stage) return texts.noStage(name);
  if (stage !== open) return texts.passed(name, namesIn(stage, decisions).join(', ') || texts.nobody);
  return texts.notYours(person, name);
}

function lastWord(decisions: readonly JudgedDecision[], texts: Texts): string {
  const last = decisions.findLast(({ counts }) => counts);
  if (!last) return texts.noWord;
  const { verdict, channel } = last.decision;
  return texts.lastWord[verdict](speaker(last), `${channel}, ${readableTime(last.at)}`);
}

/** What came of the decision that a link made. */
export function resultOf({ decision, counts, refusal, at }: JudgedDecision, texts: Texts): Said {
  const what = texts.said[decision.verdict](readableTime(at));
  if (counts) return { title: texts.counts, text: `${what} ${texts.countsText}` };
  return { title: texts.refused, text: `${what} ${refusal ?? ''}` };
}
