import { describeDeciders } from '../domain/approval-text.ts';
import { describeBudget } from '../domain/budget-share.ts';
import { problemLine } from '../domain/problem-text.ts';
import { referenceOf } from '../domain/reference.ts';
import { describeRoom } from '../domain/render/room.ts';
import { describeLoss, type RequestInput } from '../domain/request.ts';
import type { Preview } from '../intake/preview.ts';
import type { NotificationActivities } from './contracts.ts';

export interface PreviewDeps {
  /** What a request would be, without effects; throws failures of the closed list. */
  preview(input: RequestInput): Promise<Preview>;
  readonly notifications: Pick<NotificationActivities, 'sendMail'>;
}

/** Answers what a request would be and cost, without starting anything; the same question gets the same message. */
export function createPreview(deps: PreviewDeps): (start: Omit<RequestInput, 'reference'>) => Promise<void> {
  return async (start) => {
    const reference = referenceOf(start.source.key);
    const { messageId } = start.source;
    const thread = messageId ? { inReplyTo: messageId } : {};
    const data = factsOf(await deps.preview({ ...start, reference }));
    await deps.notifications.sendMail({ reference, what: 'preview', to: start.draft.requester, data, ...thread });
  };
}

type Facts = Parameters<NotificationActivities['sendMail']>[0]['data'];

function factsOf({ request, change, problems, approval = [], room = [] }: Preview): Facts {
  const loss = request?.removes ? { loss: describeLoss(request.removes) } : {};
  const facts = request ? { project: request.project, title: request.title, lead: request.lead, ...loss } : {};
  if (problems.length > 0) {
    return { ...facts, problems: problems.map(problemLine) };
  }
  const decides = approval.map(describeDeciders);
  const known = { ...facts, decides };
  if (!change) return { ...known, next: 'Berth would ask you to choose resources.' };
  const { environment, placements, paths, cost, specHash } = change.plan;
  return {
    ...known,
    environment,
    policy: 'Every rule of the fleet is kept.',
    room: room.map(describeRoom),
    clusters: placements.map(({ cluster }) => cluster),
    changes: paths,
    cost: `${cost.delta.toFixed(2)} ${cost.currency} a month (estimate)`,
    ...(change.plan.budgets ? { budget: change.plan.budgets.map(describeBudget) } : {}),
    specHash,
  };
}
