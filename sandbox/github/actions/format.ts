import type { Answer } from '../answer.ts';
import { repository, user } from '../format.ts';
import { idOf } from '../format-user.ts';
import { apiUrl, type Hub } from '../hub.ts';
import { FLEET } from '../state.ts';
import type { Run, RunJob } from './runs.ts';
import { WORKFLOWS_FOLDER } from './workflow-file.ts';

/** Where people see a run. */
export const runPage = (hub: Hub, run: Run) => `${hub.url}/${FLEET}/actions/runs/${run.id}`;

export function shownRunner({ actions }: Hub): Answer<'actions', 'getSelfHostedRunnerForRepo'> {
  const labels = ['self-hosted', 'linux', 'berth'].map((name, id) => ({ id, name }));
  return { id: 1, name: 'sandbox', os: 'linux', status: actions.runner ?? 'online', busy: false, labels };
}

export function workflowRun(hub: Hub, run: Run): Answer<'actions', 'getWorkflowRun'> {
  const url = apiUrl(hub, `/actions/runs/${run.id}`);
  const workflow = idOf(run.file);
  return {
    id: run.id,
    node_id: `WFR_${run.id}`,
    name: run.name,
    display_title: run.title,
    path: `${WORKFLOWS_FOLDER}/${run.file}`,
    run_number: run.number,
    run_attempt: 1,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    head_branch: run.pull?.head.ref ?? run.branch,
    head_sha: run.pull?.head.sha ?? run.sha,
    actor: user(hub, run.actor),
    triggering_actor: user(hub, run.actor),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.createdAt,
    pull_requests: [],
    url,
    html_url: runPage(hub, run),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    artifacts_url: `${url}/artifacts`,
    check_suite_url: apiUrl(hub, `/check-suites/${run.id}`),
    workflow_id: workflow,
    workflow_url: apiUrl(hub, `/actions/workflows/${workflow}`),
    head_commit: null,
    head_repository: repository(hub),
    repository: repository(hub),
  };
}

const RUNNER = { runner_id: 1, runner_name: 'sandbox', runner_group_id: 1, runner_group_name: 'Default' };

export function runJob(hub: Hub, run: Run, job: RunJob): Answer<'actions', 'getJobForWorkflowRun'> {
  return {
    id: job.id,
    node_id: `JOB_${job.id}`,
    run_id: run.id,
    run_attempt: 1,
    head_sha: run.sha,
    head_branch: run.branch,
    name: job.name,
    workflow_name: run.name,
    status: job.status,
    conclusion: job.conclusion,
    url: apiUrl(hub, `/actions/jobs/${job.id}`),
    run_url: apiUrl(hub, `/actions/runs/${run.id}`),
    html_url: `${runPage(hub, run)}/job/${job.id}`,
    check_run_url: apiUrl(hub, `/check-runs/${job.id}`),
    created_at: job.startedAt,
    started_at: job.startedAt,
    completed_at: job.completedAt,
    labels: [],
    ...RUNNER,
    steps: job.steps.map((step) => ({ ...step })),
  };
}
