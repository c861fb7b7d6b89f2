/*
 * What a request would be, make and cost, and who would decide: by the same rules as in earnest, without effects.
 * Mails that ask for a preview and `POST /api/previews` both get it from here.
 */
import { type AssessedChange, type AssessmentDeps, assess } from '../auth/assessment.ts';
import type { ApprovalStage, PolicyVerdict } from '../domain/approval.ts';
import type { ChangePlan, RenderedFile } from '../domain/change.ts';
import { asProblem } from '../domain/policy.ts';
import { alsoReads, checkRequest, renderRequest } from '../domain/render/request.ts';
import { type ClusterRoom, roomFor } from '../domain/render/room.ts';
import type { Person, Problem, RequestInput, SelectedRequest, ServiceRequest } from '../domain/request.ts';
import { validateRequest } from './validate.ts';
import type { RemovalDeps } from './validate-removal.ts';

export interface PreviewDeps extends AssessmentDeps, RemovalDeps {
  findPerson(by: { mail?: string; id?: string; githubLogin?: string }): Promise<Person | null>;
}

export interface Preview {
  /** What would have to be mended first; what could not be told for them is absent. */
  readonly problems: readonly Problem[];
  readonly request?: ServiceRequest;
  /** Absent as well when the resources are still to be chosen. */
  readonly change?: { readonly plan: ChangePlan; readonly files: readonly PreviewedFile[] };
  readonly room?: readonly ClusterRoom[];
  /** Who would decide, stage by stage, as the directory has it now; told once it is known what about. */
  readonly approval?: readonly ApprovalStage[];
  /** Which policy says so. */
  readonly policy?: PolicyVerdict;
}

/** A file as it would be, beside what stands there now. */
export interface PreviewedFile extends RenderedFile {
  /** Null: there is none. */
  readonly before: string | null;
}

/** As the CLI and the portal get it; contents of files only when asked for. */
export interface ShownPreview extends Omit<Preview, 'change' | 'request'> {
  readonly request?: Pick<NonNullable<Preview['request']>, 'project' | 'title' | 'requester' | 'lead' | 'costCentre'>;
  /** Of a decommission, in words: what goes for good. */
  readonly loss?: string;
  readonly change?: Omit<NonNullable<Preview['change']>, 'files'> & {
    readonly files: readonly (Pick<PreviewedFile, 'path'> & Partial<PreviewedFile>)[];
  };
}

/** @throws FleetDataError when the fleet's own data is broken, ClientError from the policy, and what the deps throw. */
export async function previewRequest(deps: PreviewDeps, input: RequestInput): Promise<Preview> {
  const { request, problems } = await validateRequest(deps, input);
  if (!request) return { problems };
  const { selection } = request;
  return { request, ...(selection ? await previewChange(deps, { request, selection }) : { problems: [] }) };
}

async function previewChange(deps: PreviewDeps, input: SelectedRequest): Promise<Preview> {
  const { catalogue, readFleet } = deps;
  const snapshot = await readFleet(undefined, alsoReads(input));
  const wrong = checkRequest(input, snapshot, catalogue);
  if (wrong.length > 0) return { problems: wrong.map((p) => ({ ...p, where: `environments[0].${p.where}` })) };
  const { plan, files: rendered } = renderRequest(input, snapshot, catalogue);
  const files = rendered.map((file) => ({ ...file, before: snapshot.files.get(file.path) ?? null }));
  const room = input.request.removes ? [] : roomFor(input, snapshot, catalogue);
  return { change: { plan, files }, room, ...(await previewApproval(deps, { ...input, plan, fleet: snapshot })) };
}

async function previewApproval(
  deps: PreviewDeps,
  change: AssessedChange,
): Promise<Pick<Preview, 'problems' | 'approval' | 'policy'>> {
  const { assessment, undecidable } = await assess(deps, change);
  const { stages, policy, autoApproval, denials } = assessment;
  const lacking = undecidable.map((what) => ({ where: 'approval', what, mend: '' }));
  return {
    problems: [...denials.map(asProblem), ...lacking],
    approval: stages,
    policy: { ...policy, autoApproval },
  };
}
