import { checkTombstone } from '../domain/render/ownership-check.ts';
import type { Problem, RequestInput, ServiceRequest } from '../domain/request.ts';
import { checkDraft } from './check-draft.ts';
import { type CheckedDraft, selectionOf } from './schema.ts';
import { type RemovalDeps, validateRemoval } from './validate-removal.ts';

/** The request that a draft stands for, with its people looked up; or everything that is wrong with it. */
export function validateRequest(
  deps: RemovalDeps,
  input: RequestInput,
): Promise<{ request?: ServiceRequest; problems: Problem[] }> {
  return input.draft.kind === 'decommission' ? validateRemoval(deps, input) : validateProject(deps, input);
}

async function validateProject(
  deps: RemovalDeps,
  input: RequestInput,
): Promise<{ request?: ServiceRequest; problems: Problem[] }> {
  const { checked, problems } = checkDraft(input.draft);
  if (!checked) return { problems };
  const [requester, lead] = await Promise.all(
    [checked.requester, checked.lead].map((mail) => deps.findPerson({ mail })),
  );
  const unknown = [
    ...(requester ? [] : [unknownRequester(checked.requester)]),
    ...(lead ? [] : [unknownLead(checked.lead)]),
  ];
  const gone = checkTombstone(checked.project, await deps.readFleet());
  const all = [...problems, ...unknown, ...gone];
  if (!requester || !lead || all.length > 0) return { problems: all };
  const ids = { requesterId: requester.id, leadId: lead.id };
  return { request: toRequest(await withStarter(deps, input), checked, ids), problems: [] };
}

/** Whoever started it for somebody is known by their directory id from here on, by whatever name they came. */
async function withStarter(deps: RemovalDeps, input: RequestInput): Promise<RequestInput> {
  const { startedBy } = input.source;
  const starter = startedBy?.includes('@') ? await deps.findPerson({ mail: startedBy.toLowerCase() }) : null;
  return starter ? { ...input, source: { ...input.source, startedBy: starter.id } } : input;
}

const notFound = (mail: string) => `The directory knows nobody with the address ${mail}.`;

const unknownRequester = (mail: string): Problem => ({
  where: 'requester',
  what: notFound(mail),
  mend: 'Write from the address the directory knows, or ask support for an account.',
});

const unknownLead = (mail: string): Problem => ({
  where: 'lead',
  what: notFound(mail),
  mend: 'Name somebody who has an account, by the mail address the directory knows.',
});

function toRequest(
  input: RequestInput,
  checked: CheckedDraft,
  ids: Pick<ServiceRequest, 'requesterId' | 'leadId'>,
): ServiceRequest {
  const selection = selectionOf(checked);
  return {
    reference: input.reference,
    kind: 'create-project',
    source: input.source,
    ...ids,
    requester: checked.requester,
    lead: checked.lead,
    members: [...new Set(checked.members)],
    project: checked.project,
    title: checked.title ?? checked.project,
    costCentre: checked.costCentre,
    reason: checked.reason,
    ...(selection ? { selection } : {}),
  };
}
