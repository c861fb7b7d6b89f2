/* How things stand for whoever opens the link of their mail: whether it still decides anything, and if not, why. */
import { type DecisionLink, decisionIdOf } from '../../auth/decision-links.ts';
import type { ApprovalStage } from '../../domain/approval.ts';
import { namesIn, openStage } from '../../domain/approval-progress.ts';
import type { JudgedDecision, Verdict } from '../../domain/decision.ts';
import { readableTime } from '../../domain/readable-time.ts';
import { mayDecide, speaker } from '../../domain/seats.ts';
import type { RequestStatus } from '../../domain/status.ts';

/** What a page says instead of asking. */
export interface Said {
  readonly title: string;
  readonly text: string;
}

const ASKED_ANEW = 'If your decision is needed, you have a newer mail with a link of its own.';

/** The stage that the link decides in now; or what to say, since it decides nothing any more. */
export function standingOf(link: DecisionLink, status: RequestStatus): ApprovalStage | Said {
  const { reference, plan, step, phase, stages, decisions } = status;
  const used = decisions.find(({ decision }) => decision.id === decisionIdOf(link));
  if (used) return resultOf(used);
  if (plan && plan.specHash !== link.specHash) {
    return {
      title: 'The content has changed',
      text: `What this link was about is not what ${reference} stands for now, so it decides nothing. ${ASKED_ANEW}`,
    };
  }
  if (step !== 'APPROVAL_WORKFLOW' || !['waiting', 'running', 'needs-person'].includes(phase)) {
    return {
      title: 'Nothing is left to decide',
      text: `${reference} is not being decided any more (${phase}). ${lastWord(decisions)}`,
    };
  }
  const stage = openStage(stages, decisions);
  if (stage?.name === link.stage && mayDecide(link.person, stage)) return stage;
  return { title: 'Your decision is not needed now', text: `${whyNot(link, status, stage)} ${ASKED_ANEW}` };
}

function whyNot(
  { stage: name, person }: DecisionLink,
  { stages, decisions }: RequestStatus,
  open: ApprovalStage | undefined,
) {
  const stage = stages.find((one) => one.name === name);
  if (!stage) return `There is no stage "${name}" any more.`;
  if (stage !== open)
    return `The stage "${name}" has passed: ${namesIn(stage, decisions).join(', ') || 'nobody'} approved.`;
  return `${person} no longer decides in the stage "${name}".`;
}

const WORDS: Readonly<Record<Verdict, string>> = {
  approve: 'approved',
  reject: 'rejected',
  'request-changes': 'asked for changes',
};

function lastWord(decisions: readonly JudgedDecision[]): string {
  const last = decisions.findLast(({ counts }) => counts);
  if (!last) return 'Nobody had decided.';
  const { verdict, channel } = last.decision;
  return `Last, ${speaker(last)} ${WORDS[verdict]} (${channel}, ${readableTime(last.at)}).`;
}

/** What came of the decision that a link made. */
export function resultOf({ decision, counts, refusal, at }: JudgedDecision): Said {
  const what = `You ${WORDS[decision.verdict]} by this link on ${readableTime(at)}.`;
  if (counts) return { title: 'Your decision counts', text: `${what} The link has done its work.` };
  return { title: 'Your decision does not count', text: `${what} ${refusal ?? ''}` };
}
