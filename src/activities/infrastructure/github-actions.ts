import { activityInfo, sleep } from '@temporalio/activity';
import type { Github } from '../../clients/github.ts';
import { type FleetWorkflow, openWorkflow, type WorkflowRun } from '../../clients/github-actions.ts';
import { openFleet } from '../../clients/github-tree.ts';
import type { ReadFleetFile } from '../../infrastructure/order.ts';
import { readWalls, titleOf } from '../../infrastructure/walls.ts';
import { beating } from '../beating.ts';
import { failure } from '../failures.ts';
import type { Clusters } from '../kubernetes-access.ts';
import { asking } from '../repository/errors.ts';
import type { InfrastructureExecutor, MergedRequest } from './executor.ts';
import { kubernetesExecutor } from './kubernetes.ts';
import { manualCommands } from './manual.ts';
import { findMissingWalls } from './prove.ts';

interface Deps {
  readonly clusters: Clusters;
  readonly readFile: ReadFleetFile;
  readonly fleet: string;
  readonly github: Github;
}

/** Below the fleet's `.github/workflows`. */
const WORKFLOW = 'berth-apply.yml';
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 8_000;
/** Ends before the activity's own limit, so that people read what is waited for. */
const PATIENCE_MS = 12 * 60_000;

/**
 * The fleet's workflow applies the merged `walls.yaml` in GitHub Actions, where the rights to write to the cluster are;
 * Berth follows the run and reads the cluster. Undo and removal go by Berth's own rights on
 * the cluster, if it has them.
 */
export function githubActionsExecutor(deps: Deps): InfrastructureExecutor {
  const apply = (order: MergedRequest) => asking(`run ${WORKFLOW}`, () => applyByRun(deps, order));
  return {
    ...beating({ apply }),
    findMissing: (order) => findMissingWalls(deps, order),
    remove: (order) => kubernetesExecutor(deps).remove(order),
    dismantle: (order) => kubernetesExecutor(deps).dismantle(order),
    commands: (order) => manualCommands(deps, order),
  };
}

async function applyByRun(deps: Deps, order: MergedRequest): Promise<{ objects: string[] }> {
  const walls = await readWalls(deps.readFile, order);
  const workflow = openWorkflow(await openFleet(deps.github), WORKFLOW);
  const title = `${order.request.reference} ${order.placement.cluster} ${order.mergeSha}`;
  // The same for every attempt of this call, and another one once a person says "retry".
  const call = activityInfo().activityId;
  const find = async () => pickRun(await workflow.listRuns(), title, call);
  const earlier = await find();
  if (earlier) await follow(workflow, order, () => workflow.readRun(earlier.id));
  else if ((await findMissingWalls(deps, order)).length > 0) {
    const id = await workflow.dispatch(inputsOf(order, call));
    await follow(workflow, order, id === undefined ? find : () => workflow.readRun(id));
  }
  return { objects: walls.map(titleOf) };
}

/** This call's own run, however it ended; else one that an earlier call started and that still goes on. */
function pickRun(runs: readonly WorkflowRun[], title: string, call: string): WorkflowRun | undefined {
  const own = runs.find((run) => run.title === `${title} ${call}`);
  return own ?? runs.find((run) => run.title.startsWith(`${title} `) && !run.isOver);
}

function inputsOf({ request, plan, placement, mergeSha }: MergedRequest, call: string): Record<string, string> {
  return {
    request: request.reference,
    sha: mergeSha,
    spec: plan.specHash,
    cluster: placement.cluster,
    environment: placement.environment,
    call,
  };
}

async function follow(
  workflow: FleetWorkflow,
  order: MergedRequest,
  look: () => Promise<WorkflowRun | undefined>,
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  let run = await look();
  for (let pause = FIRST_PAUSE_MS; !run?.isOver; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    if (Date.now() > end) throw notYet(order, run);
    await sleep(pause);
    run = await look();
  }
  if (run.conclusion === 'success') return;
  const step = await workflow.findBadStep(run.id);
  const where = step ? ` at "${step}"` : '';
  const what = `The run for ${order.placement.cluster} ended as ${run.conclusion}${where}: ${run.url}`;
  throw failure('ProvisioningFailed', `${what}. Read its log, mend what it says, and retry.`);
}

function notYet({ placement }: MergedRequest, run: WorkflowRun | undefined) {
  const what = run ? `${run.url} is not over` : `GitHub shows no run of ${WORKFLOW}`;
  return failure('NotYet', `${placement.cluster}: ${what}; is a runner with the label "berth" up?`);
}
