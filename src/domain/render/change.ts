import type { ProposedChange } from '../approval-text.ts';
import { claimsOf, type Demand } from '../books.ts';
import { budgetShares } from '../budget.ts';
import type { Catalogue } from '../catalogue.ts';
import { type ChangePlan, type Cost, NO_COST, type RenderedFile } from '../change.ts';
import { compare } from '../compare.ts';
import { DAY_MS } from '../duration.ts';
import type { FleetSnapshot } from '../fleet.ts';
import { readEnvironments, readOrganisation, readProject } from '../fleet-settings.ts';
import { environmentName } from '../naming.ts';
import { readPriceBook } from '../price.ts';
import { problemLine } from '../problem-text.ts';
import { type ChangeFacts, pullRequestBody, pullRequestTitle } from '../pull-request-text.ts';
import type { Problem, SelectedRequest } from '../request.ts';
import { specHash, stampSpecHash } from '../spec-hash.ts';
import { placementFiles } from './files.ts';
import type { PlacementPlan } from './placement.ts';
import { demandOf, placementsFor, resolveItems } from './prepare.ts';
import { environmentRecord, projectRecord, type RecordFacts, requestRecord } from './records.ts';
import { checkSelection } from './selection-check.ts';

/** A selection that cannot be rendered; each problem is the requester's to mend. */
export class SelectionError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(problemLine).join('\n'));
    this.name = 'SelectionError';
    this.problems = problems;
  }
}

export interface RenderedChange {
  readonly plan: ChangePlan;
  /** Sorted by path. */
  readonly files: readonly RenderedFile[];
  /** Paths that stand on main and go; none but in a removal. */
  readonly removed?: readonly string[];
  readonly title: string;
  readonly body: string;
}

/**
 * Renders a request to the files of its environment, priced and hashed. Pure: equal inputs give equal bytes, and nothing
 * but the snapshot's commit depends on where the fleet stands outside the settings it reads.
 * @param publicUrl where people reach Berth, for the link in the pull request.
 * @throws SelectionError when the selection is not valid; FleetDataError when the fleet's own data is broken.
 */
export function renderChange(
  input: ProposedChange,
  snapshot: FleetSnapshot,
  catalogue: Catalogue,
  publicUrl?: string,
): RenderedChange {
  const problems = checkSelection(input.selection, input.request, snapshot, catalogue);
  if (problems.length > 0) throw new SelectionError(problems);
  const facts = gatherFacts(input, snapshot, catalogue);
  const stamped = stampSpecHash(renderFiles(input, snapshot, facts));
  const contentHash = specHash(renderFiles(input, snapshot, withoutPrice(facts)));
  const { files } = stamped;
  const plan = toPlan(input, snapshot, facts, { ...stamped, contentHash });
  const text: ChangeFacts = { ...facts, input, plan, ...(publicUrl === undefined ? {} : { publicUrl }) };
  return { plan, files, title: pullRequestTitle(text), body: pullRequestBody(text) };
}

function gatherFacts(input: SelectedRequest, snapshot: FleetSnapshot, catalogue: Catalogue): RecordFacts {
  const organisation = readOrganisation(snapshot);
  const book = readPriceBook(snapshot, organisation.priceBook);
  const placements = placementsFor(input, snapshot, catalogue);
  const before = standingMonthly(input, snapshot);
  const after = placements.reduce((cents, placement) => cents + placement.monthlyCents, 0) / 100;
  const delta = Math.round((after - before) * 100) / 100;
  const cost: Cost = { currency: book.currency, before, after, delta, priceBook: book.version };
  const leaseEnd = leaseEndOf(input, organisation.leaseDays[input.selection.stage]);
  return { placements, items: resolveItems(input, catalogue), cost, leaseEnd };
}

/** What is left when price, price book and lease change nothing. */
const withoutPrice = (facts: RecordFacts): RecordFacts => ({ ...facts, cost: NO_COST, leaseEnd: undefined });

/** What the environment costs now; its own request's rendering, once merged, is not "before". */
function standingMonthly({ request, selection }: SelectedRequest, snapshot: FleetSnapshot): number {
  const name = environmentName(request.project, selection.stage);
  const standing = readEnvironments(snapshot).find((environment) => environment.name === name);
  return standing && standing.request !== request.reference ? standing.cost.monthly : 0;
}

/** Counted from the day the request came in, so that rendering later gives the same. */
function leaseEndOf({ request }: SelectedRequest, days: number | null): string | undefined {
  if (days === null) return undefined;
  const received = Date.parse(request.source.receivedAt);
  return new Date(received + days * DAY_MS).toISOString().slice(0, 10);
}

function renderFiles(input: SelectedRequest, snapshot: FleetSnapshot, facts: RecordFacts): RenderedFile[] {
  const files = [
    requestRecord(input, facts),
    environmentRecord(input, facts),
    ...(ownsProject(input, snapshot) ? [projectRecord(input)] : []),
    ...facts.placements.flatMap(placementFiles),
  ];
  return files.toSorted((a, b) => compare(a.path, b.path));
}

/** A project that was declared by hand, or made by another request, stays as it is. */
function ownsProject({ request }: SelectedRequest, snapshot: FleetSnapshot): boolean {
  const standing = readProject(snapshot, request.project);
  return !standing || standing.request === request.reference;
}

function toPlan(
  { request, selection }: SelectedRequest,
  snapshot: FleetSnapshot,
  { placements, cost, leaseEnd }: RecordFacts,
  { files, ...hashes }: Pick<ChangePlan, 'specHash' | 'contentHash'> & { readonly files: readonly RenderedFile[] },
): ChangePlan {
  return {
    baseSha: snapshot.sha,
    ...hashes,
    environment: environmentName(request.project, selection.stage),
    paths: files.map(({ path }) => path),
    placements: placements.map(({ placement }: PlacementPlan) => placement),
    cost,
    ...(leaseEnd === undefined ? {} : { leaseEnd }),
    ...limitsOf(snapshot, demandOf({ request, selection }, placements)),
  };
}

/** What has to be reserved before it is decided; nothing where no limit is set. */
function limitsOf(snapshot: FleetSnapshot, demand: Demand): Pick<ChangePlan, 'claims' | 'budgets'> {
  const claims = claimsOf(snapshot, demand);
  const budgets = budgetShares(snapshot, demand);
  return { ...(claims.length > 0 ? { claims } : {}), ...(budgets.length > 0 ? { budgets } : {}) };
}
