import { referenceOf } from '../domain/reference.ts';
import type { RequestInput } from '../domain/request.ts';
import type { CatalogueActivities, IntakeActivities, NotificationActivities } from './contracts.ts';

export interface PreviewDeps {
  readonly intake: Pick<IntakeActivities, 'validateRequest'>;
  readonly catalogue: CatalogueActivities;
  readonly notifications: Pick<NotificationActivities, 'sendMail'>;
}

/** Answers what a request would be and cost, without starting anything; the same question gets the same message. */
export function createPreview(deps: PreviewDeps): (start: Omit<RequestInput, 'reference'>) => Promise<void> {
  return async (start) => {
    const reference = referenceOf(start.source.key);
    const { messageId } = start.source;
    const thread = messageId ? { inReplyTo: messageId } : {};
    const data = await preview(deps, { ...start, reference });
    await deps.notifications.sendMail({ reference, what: 'preview', to: start.draft.requester, data, ...thread });
  };
}

type Facts = Parameters<NotificationActivities['sendMail']>[0]['data'];

async function preview({ intake, catalogue }: PreviewDeps, input: RequestInput): Promise<Facts> {
  const { request, problems } = await intake.validateRequest(input);
  if (!request) return { problems: problems.map(({ where, what, mend }) => `${where}: ${what} ${mend}`) };
  const facts = { project: request.project, title: request.title, lead: request.lead };
  const { selection } = request;
  if (!selection) return { ...facts, next: 'Berth would ask you to choose resources.' };
  const wrong = await catalogue.checkSelection({ request, selection });
  if (wrong.length > 0)
    return { ...facts, problems: wrong.map(({ where, what, mend }) => `${where}: ${what} ${mend}`) };
  const plan = await catalogue.planChange({ request, selection });
  return {
    ...facts,
    environment: plan.environment,
    clusters: plan.placements.map((placement) => placement.cluster),
    changes: plan.paths,
    cost: `${plan.cost.delta.toFixed(2)} ${plan.cost.currency} a month (estimate)`,
    specHash: plan.specHash,
  };
}
