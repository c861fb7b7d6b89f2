/*
 * What a request would be, make and cost, and who would decide: by the same rules as in earnest, without effects.
 * Mails that ask for a preview and `POST /api/previews` both get it from here.
 */
import { type ApproverDeps, approvalStages, nobodyMayDecide } from '../auth/approvers.ts';
import type { ChangePlan, RenderedFile } from '../domain/change.ts';
import type { ApprovalStage } from '../domain/decision.ts';
import { alsoReads, checkRequest, renderRequest } from '../domain/render/request.ts';
import { type ClusterRoom, roomFor } from '../domain/render/room.ts';
import type { Person, Problem, RequestInput, SelectedRequest, ServiceRequest } from '../domain/request.ts';
import { validateRequest } from './validate.ts';
import type { RemovalDeps } from './validate-removal.ts';

export interface PreviewDeps extends ApproverDeps, RemovalDeps {
  findPerson(by: { mail?: string; id?: string; githubLogin?: string }): Promise<Person | null>;
}

export interface Preview {
  /** What would have to be mended first; what could not be told for them is absent. */
  readonly problems: readonly Problem[];
  readonly request?: ServiceRequest;
  /** Absent as well when the resources are still to be chosen. */
  readonly change?: { readonly plan: ChangePlan; readonly files: readonly RenderedFile[] };
  readonly room?: readonly ClusterRoom[];
  /** Who would decide, stage by stage, as the directory has it now. */
  readonly approval?: readonly ApprovalStage[];
}

/** As the CLI and the portal get it; contents of files only when asked for. */
export interface ShownPreview extends Omit<Preview, 'change' | 'request'> {
  readonly request?: Pick<NonNullable<Preview['request']>, 'project' | 'title' | 'requester' | 'lead' | 'costCentre'>;
  /** Of a decommission, in words: what goes for good. */
  readonly loss?: string;
  readonly change?: Omit<NonNullable<Preview['change']>, 'files'> & {
    readonly files: readonly { readonly path: string; readonly content?: string }[];
  };
}

/** @throws FleetDataError when the fleet's own data is broken, and what the deps throw. */
export async function previewRequest(deps: PreviewDeps, input: RequestInput): Promise<Preview> {
  const { request, problems } = await validateRequest(deps, input);
  if (!request) return { problems };
  const approval = await approvalStages(deps, request);
  const undecided = approval.length > 0 ? [] : [{ where: 'lead', what: nobodyMayDecide(request), mend: '' }];
  const { selection } = request;
  const change = selection ? await previewChange(deps, { request, selection }) : { problems: [] };
  return { request, approval, ...change, problems: [...undecided, ...change.problems] };
}

async function previewChange(
  { catalogue, readFleet }: PreviewDeps,
  input: SelectedRequest,
): Promise<Pick<Preview, 'problems' | 'change' | 'room'>> {
  const snapshot = await readFleet(undefined, alsoReads(input));
  const wrong = checkRequest(input, snapshot, catalogue);
  if (wrong.length > 0) return { problems: wrong.map((p) => ({ ...p, where: `environments[0].${p.where}` })) };
  const { plan, files } = renderRequest(input, snapshot, catalogue);
  const room = input.request.removes ? [] : roomFor(input, snapshot, catalogue);
  return { problems: [], change: { plan, files }, room };
}
