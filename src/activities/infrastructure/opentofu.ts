/*
 * Berth's worker itself runs OpenTofu over `main.tf.json`. Before anybody decides, it plans what was rendered, by
 * credentials that can only read; after the merge it plans again and applies exactly that plan, if it is the one that
 * was approved or the rest of it, and reads from the cluster what came of it.
 */
import { MAIN } from '../../clients/github-fleet.ts';
import type { TofuFolder } from '../../clients/tofu-folder.ts';
import type { RenderedFile } from '../../domain/change.ts';
import { type InfrastructurePlan, isApproved } from '../../domain/infrastructure-plan.ts';
import { wallsFromOpenTofu } from '../../domain/render/from-opentofu.ts';
import { toOpenTofu } from '../../domain/render/opentofu.ts';
import { InfrastructureError } from '../../infrastructure/error.ts';
import { marksOf, projectMarks } from '../../infrastructure/marks.ts';
import type { ReadFleetFile, WallsOrder } from '../../infrastructure/order.ts';
import { importFile } from '../../infrastructure/tofu-adopt.ts';
import { type DeclaredResource, readDeclared } from '../../infrastructure/tofu-file.ts';
import { NO_CHANGES, parsePlan, planToMakeAll } from '../../infrastructure/tofu-plan.ts';
import { beating } from '../beating.ts';
import { askSource } from '../cluster/placement.ts';
import type { PlannedRequest } from '../contracts.ts';
import { type Clusters, onCluster } from '../kubernetes-access.ts';
import type { ApplyResult, DismantleResult, InfrastructureExecutor, MergedRequest, PlacedRequest } from './executor.ts';
import { findMissingOf } from './prove.ts';
import { removeWalls } from './remove-walls.ts';
import { type TofuConfig, withTofu } from './tofu-folder.ts';

interface Deps {
  readonly config: TofuConfig;
  readonly clusters: Clusters;
  readonly readFile: ReadFleetFile;
  /** The files of a request as they were hashed. Throws `ContentChanged` when they would be others now. */
  readonly render: (input: PlannedRequest) => Promise<{ readonly files: readonly RenderedFile[] }>;
}

type Place = Pick<WallsOrder['placement'], 'cluster' | 'environment'>;

const mainPath = ({ cluster, environment }: Place) => `infrastructure/${cluster}/${environment}/main.tf.json`;
const QUIET = ['-input=false', '-no-color'] as const;
/** Short: whoever waits for a lock shows so, instead of sitting in one call. */
const LOCK = '-lock-timeout=10s';

/** Needs `infrastructure.opentofu` in the configuration and `tofu` on the worker's PATH. */
export function openTofuExecutor(deps: Deps): InfrastructureExecutor {
  const methods = {
    plan: (order: PlacedRequest) => planRendered(deps, order),
    apply: (order: MergedRequest) => applyPlan(deps, order),
    findMissing: (order: MergedRequest) => findDrift(deps, order),
    remove: (order: PlacedRequest) => removeUnmerged(deps, order),
    dismantle: (order: MergedRequest) => dismantle(deps, order),
  };
  return { ...beating(methods), commands: async (order) => commandsOf(order) };
}

/** Neither locks nor writes anything, so that credentials that can only read do. */
async function planRendered(deps: Deps, order: PlacedRequest): Promise<InfrastructurePlan> {
  const { files } = await deps.render(order);
  const main = files.find(({ path }) => path === mainPath(order.placement))?.content;
  if (main === undefined) throw notThere(order, 'What was rendered');
  return look(deps, order, main);
}

async function applyPlan(deps: Deps, order: MergedRequest): Promise<ApplyResult> {
  const main = await readMain(deps, order);
  const declared = readDeclared(main);
  return withTofu(deps.config, { place: order.placement, main, rights: 'write' }, async (tofu) => {
    const { plan, imports } = await planAnew(deps, tofu, { declared, order, lock: LOCK });
    if (!mayApply(plan, declared, order.approvedPlans)) return { objects: [], differing: plan };
    const objects = declared.map(({ address }) => address);
    if (!imports && plan.changes.length === 0) return { objects, missing: [] };
    await Promise.all([tofu.run(['apply', ...QUIET, LOCK, 'plan']), hurryFlux(deps, order)]);
    // The cluster itself says what stands now; another plan would take as long as the apply to say the same.
    return { objects, missing: await findMissingOf(wallsFromOpenTofu(main), deps.clusters, order) };
  });
}

/** Flux fetches the merged commit while walls are made. Whoever follows it later asks again, and is told what is wrong. */
async function hurryFlux({ clusters }: Pick<Deps, 'clusters'>, { placement }: MergedRequest): Promise<void> {
  await askSource({ client: clusters(placement.cluster), placement }).catch(() => undefined);
}

/** Where no plan was made beforehand, only what the merged file declares may change. */
function mayApply(
  plan: InfrastructurePlan,
  declared: readonly DeclaredResource[],
  approved: readonly InfrastructurePlan[] = [],
): boolean {
  if (approved.length > 0) return isApproved(plan, approved);
  const known = new Set(declared.map(({ address }) => address));
  return plan.changes.every(({ address }) => known.has(address));
}

/** What a plan over the merged file would still change. */
async function findDrift(deps: Deps, order: MergedRequest): Promise<string[]> {
  return missingOf(await look(deps, order, await readMain(deps, order)), order);
}

const missingOf = ({ changes }: InfrastructurePlan, { placement: { cluster } }: PlacedRequest) =>
  changes.map(({ address, actions }) => `${address} on ${cluster} (needs ${actions.join(', ')})`);

function look(deps: Deps, order: PlacedRequest, main: string): Promise<InfrastructurePlan> {
  const declared = readDeclared(main);
  return withTofu(deps.config, { place: order.placement, main, rights: 'read' }, async (tofu) => {
    return (await planAnew(deps, tofu, { declared, order, lock: '-lock=false' })).plan;
  });
}

/**
 * Brings the state back to what main holds now, which after the undo in Git is what stood before: often nothing. What
 * a killed apply left unrecorded is found by its mark.
 */
async function removeUnmerged(deps: Deps, order: PlacedRequest): Promise<string[]> {
  const { placement, plan } = order;
  if (!plan.paths.includes(mainPath(placement))) return [];
  const main = (await deps.readFile(MAIN, mainPath(placement))) ?? toOpenTofu([]);
  const removed = await withTofu(deps.config, { place: placement, main, rights: 'write' }, async (tofu) => {
    await tofu.run(['init', ...QUIET]);
    const { changes } = await makePlan(tofu, readDeclared(main), LOCK);
    if (changes.length > 0) await tofu.run(['apply', ...QUIET, LOCK, 'plan']);
    return changes.map(({ address }) => `${address} on ${placement.cluster}`);
  });
  const { cluster } = placement;
  return [
    ...removed,
    ...(await onCluster(cluster, () => removeWalls(deps.clusters(cluster), placement, marksOf(order.request)))),
  ];
}

/** The merged file declares nothing: applying it removes what the state holds; what it does not know is found by its mark. */
async function dismantle(deps: Deps, order: MergedRequest): Promise<DismantleResult> {
  const { placement, approvedPlans = [] } = order;
  const { cluster } = placement;
  const { differing, missing = [] } = await applyPlan(deps, order);
  if (differing) return { removed: [], differing };
  if (missing.length > 0) throw new InfrastructureError('ProvisioningFailed', `OpenTofu left ${missing.join(', ')}`);
  const planned = approvedPlans.flatMap(({ changes }) => changes.map(({ address }) => `${address} on ${cluster}`));
  const marks = projectMarks(order.request.project);
  const found = await onCluster(cluster, () => removeWalls(deps.clusters(cluster), placement, marks));
  return { removed: [...new Set([...planned, ...found])] };
}

interface Planning {
  readonly declared: readonly DeclaredResource[];
  readonly order: PlacedRequest;
  readonly lock: string;
}

/**
 * Makes the folder ready, and the file `plan` in it. What a killed apply has made without recording it would be made
 * again: it is imported instead, and planned once more.
 */
async function planAnew(
  { clusters }: Pick<Deps, 'clusters'>,
  tofu: TofuFolder,
  { declared, order, lock }: Planning,
): Promise<{ plan: InfrastructurePlan; imports: boolean }> {
  await tofu.run(['init', ...QUIET]);
  const plan = await makePlan(tofu, declared, lock);
  const made = new Set(plan.changes.filter(({ actions }) => actions.join() === 'create').map((c) => c.address));
  const toMake = declared.filter(({ address }) => made.has(address));
  const { cluster } = order.placement;
  const imports = await onCluster(cluster, () => importFile(clusters(cluster), toMake, order));
  if (!imports) return { plan, imports: false };
  tofu.write('import.tf.json', imports);
  return { plan: await makePlan(tofu, declared, lock), imports: true };
}

/** The file `plan` in the folder, and what is in it. */
async function makePlan(
  tofu: TofuFolder,
  declared: readonly DeclaredResource[],
  lock: string,
): Promise<InfrastructurePlan> {
  const { code, out } = await tofu.run(['plan', ...QUIET, '-detailed-exitcode', lock, '-out=plan'], [0, 2]);
  if (code === 0) return NO_CHANGES;
  const makesAll = planToMakeAll(out, declared);
  return makesAll ?? parsePlan((await tofu.run(['show', '-json', '-no-color', 'plan'])).out, declared);
}

async function readMain({ readFile }: Pick<Deps, 'readFile'>, order: MergedRequest): Promise<string> {
  const main = await readFile(order.mergeSha, mainPath(order.placement));
  if (main === null) throw notThere(order, `Commit ${order.mergeSha.slice(0, 7)}`);
  return main;
}

const notThere = ({ placement }: PlacedRequest, where: string) =>
  new InfrastructureError(
    'ProvisioningFailed',
    `${where} has no ${mainPath(placement)}: the change was rendered for another executor`,
  );

function commandsOf({ mergeSha, placement }: MergedRequest): string[] {
  const { cluster, environment } = placement;
  return [
    `git checkout ${mergeSha} && cd infrastructure/${cluster}/${environment}  # in a clone of the fleet`,
    `tofu init  # with the backend of your platform, state key ${cluster}/${environment}`,
    'tofu plan -out=plan && tofu apply plan',
  ];
}
