import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Fleet, isGithubRefusal, MAIN } from './github-fleet.ts';

/** A run of a workflow. */
export interface WorkflowRun {
  readonly id: number;
  /** `run-name` of the workflow, filled in. */
  readonly title: string;
  /** For people. */
  readonly url: string;
  readonly isOver: boolean;
  /** GitHub's word such as `success`, `failure` or `cancelled`; null while it is not over. */
  readonly conclusion: string | null;
}

/** One workflow of the fleet repository. Every method rejects with Octokit's errors. */
export interface FleetWorkflow {
  /** The newest hundred. A run that was just dispatched may be missing for some seconds. */
  listRuns(): Promise<WorkflowRun[]>;
  /** Starts it on main; returns the run's id, which older GitHub servers do not tell. */
  dispatch(inputs: Readonly<Record<string, string>>): Promise<number | undefined>;
  readRun(id: number): Promise<WorkflowRun>;
  /** Name of the first step that did not succeed, if one did not. */
  findBadStep(id: number): Promise<string | undefined>;
}

/** @param file name below `.github/workflows`. */
export function openWorkflow({ rest, at }: Fleet, file: string): FleetWorkflow {
  const workflow = { ...at, workflow_id: file };
  return {
    listRuns: async () => {
      const query = { ...workflow, event: 'workflow_dispatch', per_page: 100 };
      return (await rest.actions.listWorkflowRuns(query)).data.workflow_runs.map(asRun);
    },
    dispatch: async (inputs) => {
      const order = { ...workflow, ref: MAIN, inputs: { ...inputs }, return_run_details: true };
      const { data } = await rest.actions.createWorkflowDispatch(order);
      // The types know the answer 204 alone, which has no body.
      return (data as { workflow_run_id?: number } | undefined)?.workflow_run_id;
    },
    readRun: async (id) => asRun((await rest.actions.getWorkflowRun({ ...at, run_id: id })).data),
    findBadStep: async (id) => {
      const { data } = await rest.actions.listJobsForWorkflowRun({ ...at, run_id: id });
      const steps = data.jobs.flatMap((job) => job.steps ?? []);
      return steps.find(({ conclusion }) => conclusion === 'failure' || conclusion === 'cancelled')?.name;
    },
  };
}

type GithubRun = RestEndpointMethodTypes['actions']['getWorkflowRun']['response']['data'];

function asRun({ id, display_title, html_url, status, conclusion }: GithubRun): WorkflowRun {
  return { id, title: display_title, url: html_url, isOver: status === 'completed', conclusion };
}

/** A machine that takes runs of workflows. */
export interface SelfHostedRunner {
  readonly name: string;
  readonly isOnline: boolean;
  readonly labels: readonly string[];
}

/**
 * Those of the repository and, where whoever asks may see them, of its organisation. Rejects with Octokit's errors.
 * @param fleet as an administrator of the repository sees it; GitHub shows runners to nobody else
 */
export async function readRunners(fleet: Fleet): Promise<SelfHostedRunner[]> {
  const { data } = await fleet.rest.actions.listSelfHostedRunnersForRepo({ ...fleet.at, per_page: 100 });
  return [...data.runners, ...(await sharedRunners(fleet))].map(({ name, status, labels }) => ({
    name,
    isOnline: status === 'online',
    labels: labels.map((label) => label.name),
  }));
}

/** None where the owner is a person, or whoever asks administers the repository alone. */
async function sharedRunners({ rest, at }: Fleet) {
  try {
    return (await rest.actions.listSelfHostedRunnersForOrg({ org: at.owner, per_page: 100 })).data.runners;
  } catch (error) {
    if (isGithubRefusal(error) && (error.status === 403 || error.status === 404)) return [];
    throw error;
  }
}
