import type { AssessedChange } from '../auth/assessment.ts';
import { ClientError } from '../clients/client-error.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { RenderedFile } from '../domain/change.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import { FleetDataError } from '../domain/fleet-data.ts';
import { readEnvironments } from '../domain/fleet-settings.ts';
import { asProblem, type Denial } from '../domain/policy.ts';
import { SelectionError } from '../domain/render/change.ts';
import { alsoReads, checkRequest, renderRequest } from '../domain/render/request.ts';
import type { Problem, SelectedRequest } from '../domain/request.ts';
import type { Usage } from '../domain/usage.ts';
import { checkRendered } from '../fleet/check.ts';
import type { FleetFinding } from '../fleet/finding.ts';
import type { Stands } from './cluster/usage.ts';
import type { CatalogueActivities, ProposedRequest } from './contracts.ts';
import { failure } from './failures.ts';

export interface CatalogueDeps {
  readonly catalogue: Catalogue;
  /** The fleet's settings at a commit, or at the head of its main branch. Throws failures of the closed list. */
  readonly readFleet: (sha?: string, also?: (path: string) => boolean) => Promise<FleetSnapshot>;
  /** What workloads take of the quotas in these environments. */
  readonly measure: (environments: readonly Stands[]) => Promise<Usage | null>;
  /** What the policy has against a change; throws what engine and directory throw. */
  readonly deny: (change: AssessedChange) => Promise<readonly Denial[]>;
  /** Where people reach Berth, for links. */
  readonly publicUrl?: string;
}

/** A change set with its words, for whoever writes it to Git. */
export interface RenderedPullRequest {
  readonly files: readonly RenderedFile[];
  readonly removed?: readonly string[];
  readonly title: string;
  readonly body: string;
}

/** `render` is for the activities that write to Git: contents are too large for history. */
export function createCatalogueActivities(
  deps: CatalogueDeps,
): CatalogueActivities & { render(input: ProposedRequest): Promise<RenderedPullRequest> } {
  const { catalogue, readFleet, measure, publicUrl } = deps;
  return {
    checkSelection: (input) => checkSelection(deps, input),
    async planChange(input) {
      const snapshot = await readFleet(undefined, alsoReads(input));
      const { plan, files } = classified(() => renderRequest(input, snapshot, catalogue, publicUrl));
      refuseBroken(checkRendered(files, snapshot.files));
      const usage = await measure(standingOf(snapshot, input.request.project));
      return usage ? { ...plan, usage } : plan;
    },
    /** Renders again at the plan's commit. Throws `ContentChanged` when that is not what the plan says. */
    async render({ request, selection, plan, approval }) {
      const snapshot = await readFleet(plan.baseSha, alsoReads({ request }));
      const input = { request, selection, ...(approval ? { approval } : {}) };
      const rendered = classified(() => renderRequest(input, snapshot, catalogue, publicUrl));
      if (rendered.plan.specHash !== plan.specHash) {
        const what = `${plan.environment} now renders to ${rendered.plan.specHash} instead of ${plan.specHash}`;
        throw failure(
          'ContentChanged',
          `${what}: the catalogue or Berth was updated meanwhile. Plan and decide again.`,
        );
      }
      const { files, removed = [], title, body } = rendered;
      return { files, removed, title, body };
    },
  };
}

/** Where the project stands already. */
const standingOf = (snapshot: FleetSnapshot, project: string): Stands[] =>
  classified(() => readEnvironments(snapshot))
    .filter((environment) => environment.project === project)
    .flatMap(({ name, placements }) => placements.map(({ cluster }) => ({ cluster, environment: name })));

/** The rules of the catalogue first; the policy is asked about what they let pass. */
async function checkSelection(
  { catalogue, readFleet, deny }: CatalogueDeps,
  input: SelectedRequest,
): Promise<Problem[]> {
  const fleet = await readFleet(undefined, alsoReads(input));
  const problems = classified(() => checkRequest(input, fleet, catalogue));
  if (problems.length > 0) return problems;
  const { plan } = classified(() => renderRequest(input, fleet, catalogue));
  const denials = await deny({ ...input, plan, fleet }).catch((error: unknown) => {
    throw catalogueFailure(error);
  });
  return denials.map(asProblem);
}

const MOST_SHOWN = 3;

/** What the check of the pull request would refuse gets no pull request: no requester can mend it. */
function refuseBroken(findings: readonly FleetFinding[]): void {
  if (findings.length === 0) return;
  const shown = findings.slice(0, MOST_SHOWN).map(({ path, line, what }) => `${path}:${line}: ${what}`);
  const more = findings.length > MOST_SHOWN ? ` and ${findings.length - MOST_SHOWN} more` : '';
  const mend = "Mend the catalogue, or the cluster's folder in the fleet, and retry";
  throw failure('Configuration', `The catalogue renders what the fleet refuses: ${shown.join('; ')}${more}. ${mend}.`);
}

function classified<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw catalogueFailure(error);
  }
}

/** The failure for what rendering and the policy throw; other errors come back as they are. */
export function catalogueFailure(error: unknown): unknown {
  if (error instanceof SelectionError) return failure('InvalidSelection', error.message, { cause: error });
  if (error instanceof FleetDataError) {
    return failure('Configuration', `The fleet's data cannot be used: ${error.message}`, { cause: error });
  }
  if (error instanceof ClientError) return failure(error.type, error.message, { cause: error });
  return error;
}
