import type { Catalogue } from '../domain/catalogue.ts';
import type { RenderedFile } from '../domain/change.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import { FleetDataError } from '../domain/fleet-data.ts';
import { SelectionError } from '../domain/render/change.ts';
import { alsoReads, checkRequest, renderRequest } from '../domain/render/request.ts';
import { checkRendered } from '../fleet/check.ts';
import type { FleetFinding } from '../fleet/finding.ts';
import type { CatalogueActivities, PlannedRequest } from './contracts.ts';
import { failure } from './failures.ts';

export interface CatalogueDeps {
  readonly catalogue: Catalogue;
  /** The fleet's settings at a commit, or at the head of its main branch. Throws failures of the closed list. */
  readonly readFleet: (sha?: string, also?: (path: string) => boolean) => Promise<FleetSnapshot>;
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
): CatalogueActivities & { render(input: PlannedRequest): Promise<RenderedPullRequest> } {
  const { catalogue, readFleet, publicUrl } = deps;
  return {
    async checkSelection(input) {
      const snapshot = await readFleet();
      return classified(() => checkRequest(input, snapshot, catalogue));
    },
    async planChange(input) {
      const snapshot = await readFleet(undefined, alsoReads(input));
      const { plan, files } = classified(() => renderRequest(input, snapshot, catalogue, publicUrl));
      refuseBroken(checkRendered(files, snapshot.files));
      return plan;
    },
    /** Renders again at the plan's commit. Throws `ContentChanged` when that is not what the plan says. */
    async render({ request, selection, plan }) {
      const snapshot = await readFleet(plan.baseSha, alsoReads({ request }));
      const rendered = classified(() => renderRequest({ request, selection }, snapshot, catalogue, publicUrl));
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

/** The failure for what rendering throws; other errors come back as they are. */
export function catalogueFailure(error: unknown): unknown {
  if (error instanceof SelectionError) return failure('InvalidSelection', error.message, { cause: error });
  if (error instanceof FleetDataError) {
    return failure('Configuration', `The fleet's data cannot be used: ${error.message}`, { cause: error });
  }
  return error;
}
