/* What can be done about a request as it stands. Who may, the API says beside; whether it counts, the workflow. */
import { openStage } from './approval-progress.ts';
import { asksFor } from './request.ts';
import { mayDecide } from './seats.ts';
import { isOver, type RequestStatus, stands } from './status.ts';
import { STEPS } from './steps.ts';

export const ACTS = ['comment', 'withdraw', 'select', 'decide', 'task', 'release', 'repair'] as const;
export type Act = (typeof ACTS)[number];

/** What would not be refused now. @param person directory id of whoever would. */
export const openActs = (status: RequestStatus, person: string): Act[] =>
  ACTS.filter((act) => !isOver(status.phase) && IS_OPEN[act](status, person));

const IS_OPEN: Readonly<Record<Act, (status: RequestStatus, person: string) => boolean>> = {
  comment: () => true,
  withdraw: (status) => status.phase !== 'undoing' && !status.placements.some(stands) && !goesForward(status),
  select: ({ task }) => task?.id === 'selection',
  decide: ({ step, stages, decisions, waitingOn }, person) => {
    const stage = openStage(stages, decisions);
    return step === 'APPROVAL_WORKFLOW' && waitingOn?.kind === 'person' && !!stage && mayDecide(person, stage);
  },
  task: ({ task, request }, person) => {
    if (!task || task.id === 'selection' || task.id === 'repair') return false;
    return task.id !== 'accounts' || !request || !asksFor(request, person);
  },
  release: ({ task }) => task?.claimedBy !== undefined,
  repair: ({ phase }) => phase === 'needs-person',
};

/** A removal that is approved is no longer taken back. */
const goesForward = ({ request, step }: RequestStatus): boolean =>
  request?.removes !== undefined && STEPS.indexOf(step) > STEPS.indexOf('APPROVAL_WORKFLOW');
