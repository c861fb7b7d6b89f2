import type { RequestStatus } from '../../../src/domain/status.ts';
import { stands } from '../../../src/domain/status.ts';
import { SKIPPABLE_STEPS, STEPS, type StepName } from '../../../src/domain/steps.ts';

export type RepairChoice = 'retry' | 'editAccounts' | 'editSelection' | 'skip' | 'accept' | 'undo';

/** What can be done about a request that stands still; the request itself judges it again. */
export function repairsOf(status: RequestStatus, isOperator: boolean): RepairChoice[] {
  const { step, failure, task } = status;
  const choices: readonly (readonly [RepairChoice, boolean])[] = [
    ['retry', true],
    ['editAccounts', task?.plan !== undefined && leadsBackTo('ACCOUNT_PROVISIONING', status)],
    ['editSelection', leadsBackTo('RESOURCE_SELECTION', status)],
    ['accept', isOperator && failure?.type === 'PlanDiffers'],
    ['skip', isOperator && SKIPPABLE_STEPS.includes(step)],
    ['undo', !status.placements.some(stands)],
  ];
  return choices.filter(([, fits]) => fits).map(([choice]) => choice);
}

/** What is merged, or is a removal, is not edited any more; nor is a step that has not come yet. */
const leadsBackTo = (target: StepName, { step, request, mergeSha }: RequestStatus): boolean =>
  request !== null && !request.removes && mergeSha === null && STEPS.indexOf(step) >= STEPS.indexOf(target);

/** Whoever does this says why. */
export const needsReason = (choice: RepairChoice): boolean => ['skip', 'accept', 'undo'].includes(choice);
