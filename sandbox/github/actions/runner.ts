import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { frame } from '../branch-events.ts';
import type { Hub } from '../hub.ts';
import { nextId, now } from '../state.ts';
import { fillIn, fillInAll, holds, maskSecrets } from './expressions.ts';
import { workflowRun } from './format.ts';
import type { Conclusion, Run, RunJob, Runner, RunStep } from './runs.ts';
import { type Place, runStep } from './step.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from './workflow-file.ts';

export function makeRunner(hub: () => Hub): Runner {
  const underWay = new Map<Run, { ending: AbortController; done: Promise<void> }>();
  const cancel = (run: Run) => underWay.get(run)?.ending.abort();
  return {
    start(run, workflow) {
      const ending = new AbortController();
      const done = carryOut(hub(), run, workflow, ending.signal).finally(() => underWay.delete(run));
      underWay.set(run, { ending, done });
    },
    cancel,
    async close() {
      const all = [...underWay];
      for (const [run] of all) cancel(run);
      await Promise.all(all.map(([, { done }]) => done));
    },
  };
}

async function carryOut(hub: Hub, run: Run, workflow: Workflow, ending: AbortSignal): Promise<void> {
  announce(hub, run, 'requested');
  run.status = 'in_progress';
  announce(hub, run, 'in_progress');
  const { token, revoke } = hub.accounts.issueRunToken();
  const outcomes: Conclusion[] = [];
  for (const [key, job] of Object.entries(workflow.jobs)) {
    outcomes.push(await runJob({ hub, run, workflow, token, ending }, job.name ?? key, job));
  }
  revoke();
  run.conclusion =
    outcomes.find((outcome) => outcome !== 'success' && outcome !== 'skipped') ??
    (outcomes.includes('success') ? 'success' : 'skipped');
  run.status = 'completed';
  run.updatedAt = now();
  announce(hub, run, 'completed');
}

interface Doing {
  readonly hub: Hub;
  readonly run: Run;
  readonly workflow: Workflow;
  readonly token: string;
  readonly ending: AbortSignal;
}

async function runJob(doing: Doing, name: string, job: WorkflowJob): Promise<Conclusion> {
  const { hub, run, ending } = doing;
  const steps = ['Set up job', ...job.steps.map(titleOf), 'Complete job'].map(newStep);
  const begun = { status: 'in_progress', conclusion: null, startedAt: now(), completedAt: null } as const;
  const shown: RunJob = { id: nextId(hub.state), name, ...begun, steps, log: '' };
  run.jobs.push(shown);
  const folder = join(hub.context.folder, 'github', 'runs', String(shown.id));
  for (const part of ['work', 'temp']) mkdirSync(join(folder, part), { recursive: true });
  let conclusion: Conclusion = 'success';
  try {
    const place = placeOf(doing, job, folder, shown);
    finish(shown.steps[0], 'success');
    if (job.if !== undefined && !holds(job.if, place.contexts)) conclusion = 'skipped';
    for (const [i, step] of job.steps.entries()) {
      if (conclusion === 'success') conclusion = await takeStep(place, step, shown.steps[i + 1], ending);
      else finish(shown.steps[i + 1], 'skipped');
    }
  } catch (error) {
    conclusion = 'failure';
    finish(shown.steps[0], 'failure');
    shown.log += `##[error]${(error as Error).message}\n`;
  }
  finish(shown.steps.at(-1), 'success');
  rmSync(folder, { recursive: true, force: true });
  return Object.assign(shown, { status: 'completed' as const, conclusion, completedAt: now() }).conclusion;
}

const newStep = (name: string, index: number): RunStep => ({
  number: index + 1,
  name,
  status: 'queued',
  conclusion: null,
});

const titleOf = ({ name, uses, run }: WorkflowStep) => name ?? `Run ${uses ?? run?.trim().split('\n')[0]}`;

function finish(step: RunStep | undefined, conclusion: Conclusion): void {
  if (step) Object.assign(step, { status: 'completed', conclusion });
}

async function takeStep(
  place: Place,
  step: WorkflowStep,
  shown: RunStep | undefined,
  ending: AbortSignal,
): Promise<Conclusion> {
  if (ending.aborted) {
    finish(shown, 'cancelled');
    return 'cancelled';
  }
  if (shown) shown.status = 'in_progress';
  const passed = await runStep(place, step, ending);
  const conclusion = ending.aborted ? 'cancelled' : passed ? 'success' : 'failure';
  finish(shown, conclusion);
  return conclusion;
}

/** Where the steps of a job run, and what they see. */
function placeOf({ hub, run, workflow, token }: Doing, job: WorkflowJob, folder: string, shown: RunJob): Place {
  const github = githubContext(hub, run, folder, token);
  const environment = job.environment && fillIn(job.environment, { inputs: run.inputs, github });
  const own = (environment && hub.actions.secrets[environment]) || {};
  const secrets = { ...own, GITHUB_TOKEN: token };
  const contexts = { inputs: run.inputs, github, secrets };
  const all = Object.values(secrets);
  return {
    git: hub.git,
    workspace: join(folder, 'work'),
    temp: join(folder, 'temp'),
    contexts,
    env: {
      ...runnerEnvironment(hub, github, folder),
      ...fillInAll(workflow.env, contexts),
      ...fillInAll(job.env, contexts),
    },
    log: (text) => void (shown.log += maskSecrets(text, all)),
  };
}

function githubContext(hub: Hub, run: Run, folder: string, token: string) {
  return {
    token,
    actor: run.actor,
    api_url: hub.url,
    server_url: hub.url,
    event_name: run.event,
    event: { pull_request: { ...run.pull } },
    ref: `refs/heads/${run.branch}`,
    ref_name: run.branch,
    repository: 'example/fleet',
    run_id: String(run.id),
    run_number: String(run.number),
    sha: run.sha,
    workflow: run.name,
    workspace: join(folder, 'work'),
  };
}

/** Nothing of the machine's own environment but where programs are. */
function runnerEnvironment(hub: Hub, github: ReturnType<typeof githubContext>, folder: string): Record<string, string> {
  const { token: _secret, event: _payload, ...shown } = github;
  const named = Object.entries(shown).map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, value]);
  const path = process.env.PATH ?? '/usr/bin:/bin';
  return {
    ...(Object.fromEntries(named) as Record<string, string>),
    PATH: hub.actions.tools ? `${hub.actions.tools}:${path}` : path,
    HOME: join(folder, 'temp'),
    RUNNER_TEMP: join(folder, 'temp'),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
  };
}

function announce(hub: Hub, run: Run, action: string): void {
  const actor = hub.accounts.actorOf(run.actor);
  hub.hooks.send('workflow_run', { action, workflow_run: workflowRun(hub, run), ...frame(hub, actor) });
}
