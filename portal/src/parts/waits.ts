import { AFTER_DEADLINE, type AfterDeadlineCode } from '../../../src/domain/after-deadline.ts';
import type { RequestStatus, WaitingKind } from '../../../src/domain/status.ts';
import type { StepName } from '../../../src/domain/steps.ts';

type AskedOfPeople = 'confirm' | 'triage' | 'accounts' | 'selection' | 'decision' | 'manual' | 'repair';

/** What a request waits for, where that is one of a closed list. */
export type WaitCode = AskedOfPeople | Exclude<WaitingKind, 'person'>;

const ASKED_AT: Partial<Readonly<Record<StepName, AskedOfPeople>>> = {
  REQUEST_INITIATION: 'triage',
  ACCOUNT_PROVISIONING: 'accounts',
  RESOURCE_SELECTION: 'selection',
  APPROVAL_WORKFLOW: 'decision',
  INFRA_AUTOMATION: 'manual',
};

type Waiting = Pick<RequestStatus, 'phase' | 'step' | 'waitingOn'>;

/** Undefined: it waits for nothing, or for what only its own words tell. */
export function waitCodeOf({ phase, step, waitingOn }: Waiting): WaitCode | undefined {
  if (!waitingOn) return undefined;
  const { kind, who } = waitingOn;
  if (kind !== 'person') return kind;
  if (phase === 'needs-person') return 'repair';
  const isOfQueue = who.some((name) => name.startsWith('queue:'));
  return step === 'REQUEST_INITIATION' && !isOfQueue ? 'confirm' : ASKED_AT[step];
}

/** What happens at the deadline, by what a wait says of it; undefined when another version of Berth said it. */
export function nextCodeOf(next: string): AfterDeadlineCode | undefined {
  const codes = Object.keys(AFTER_DEADLINE) as AfterDeadlineCode[];
  return codes.find((code) => AFTER_DEADLINE[code] === next);
}
