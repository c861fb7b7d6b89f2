import type { ApprovalStage } from '../../../src/domain/approval.ts';
import { hasPassed, openStage, wantedIn } from '../../../src/domain/approval-progress.ts';
import type { JudgedDecision } from '../../../src/domain/decision.ts';
import { deciders } from '../../../src/domain/seats.ts';
import { isOver, type RequestStatus } from '../../../src/domain/status.ts';

/** One person of a stage: for whom they stand in, and what they said last. */
export interface Asked {
  readonly person: string;
  readonly standsInFor: readonly { readonly for: string; readonly until: string }[];
  /** Whether their word would bring the stage nearer to its end. */
  readonly isWanted: boolean;
  readonly said?: JudgedDecision;
}

export interface StageShown {
  readonly stage: ApprovalStage;
  readonly state: 'passed' | 'open' | 'later' | 'never';
  readonly people: readonly Asked[];
}

/** Each stage with its people: who was asked, who said what, whose word is still wanted. */
export function stagesOf({
  stages,
  decisions,
  phase,
}: Pick<RequestStatus, 'stages' | 'decisions' | 'phase'>): StageShown[] {
  const over = isOver(phase);
  const open = openStage(stages, decisions);
  return stages.map((stage) => ({
    stage,
    state: hasPassed(stage, decisions) ? 'passed' : over ? 'never' : stage === open ? 'open' : 'later',
    people: peopleOf(stage, decisions).map((asked) => (over ? { ...asked, isWanted: false } : asked)),
  }));
}

function peopleOf(stage: ApprovalStage, decisions: readonly JudgedDecision[]): Asked[] {
  const said = decisions.filter(({ decision }) => decision.stage === stage.name);
  const wanted = wantedIn(stage, decisions);
  const people = [...new Set([...deciders(stage), ...said.map(({ decision }) => decision.person)])];
  return people.map((person) => {
    const last = said.findLast(({ decision }) => decision.person === person);
    return {
      person,
      standsInFor: (stage.delegates ?? []).filter((delegate) => delegate.person === person),
      isWanted: wanted.includes(person),
      ...(last ? { said: last } : {}),
    };
  });
}
