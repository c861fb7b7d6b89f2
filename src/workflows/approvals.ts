/* What people have said about the content as it stands, and what of it still counts. */
import type { ApprovalStage, JudgedDecision } from '../domain/decision.ts';
import { type Lifecycle, planOf } from './lifecycle.ts';
import { transition } from './transitions.ts';

/** Somebody who may has approved exactly this content at this stage. */
export const hasPassed = (life: Lifecycle, stage: ApprovalStage): boolean =>
  life.status.decisions.some(
    ({ counts, decision }) =>
      counts &&
      decision.verdict === 'approve' &&
      decision.stage === stage.name &&
      decision.specHash === planOf(life).specHash,
  );

/** Every stage has passed. */
export const isApproved = (life: Lifecycle): boolean =>
  life.stages.length > 0 && life.stages.every((stage) => hasPassed(life, stage));

/** Who approved what stands. */
export const approversOf = (life: Lifecycle): string[] =>
  life.status.decisions.filter((d) => d.counts && d.decision.verdict === 'approve').map((d) => d.decision.person);

/** From here on no approval counts any more; people who are asked again are told why. */
export function voidApprovals(life: Lifecycle, why: string): void {
  if (life.stages.length === 0) return;
  life.askedAgain = why;
  const decisions = life.status.decisions.map((judged) =>
    judged.counts && judged.decision.verdict === 'approve'
      ? { ...judged, counts: false, refusal: `Void: ${why}` }
      : judged,
  );
  transition(life, { decisions });
}

/** Enough to see what was tried, without letting a flood of refused decisions fill the history. */
const KEPT_REFUSALS = 50;

/** Puts a judged decision into status and story. */
export function recordDecision(life: Lifecycle, judged: JudgedDecision): void {
  const { person, verdict, channel, reason } = judged.decision;
  const outcome = judged.counts ? '' : `, refused: ${judged.refusal}`;
  const proof = judged.unproven ? ' (unproven)' : '';
  const text = `${verdict} through ${channel}${proof}${reason ? `: ${reason}` : ''}${outcome}`;
  const all = [...life.status.decisions, judged];
  const decisions = all.filter(({ counts }, i) => counts || i >= all.length - KEPT_REFUSALS);
  transition(life, { decisions }, text, person);
}

/** What came in while the decision that counts was being judged is shown, as too late. */
export function refuseLate(life: Lifecycle): void {
  for (const { token: _, ...decision } of life.inbox.decisions.splice(0)) {
    const at = new Date().toISOString();
    recordDecision(life, {
      decision,
      counts: false,
      refusal: 'It came too late: nothing was being decided any more.',
      at,
    });
  }
}
