import { Hono } from 'hono';
import type { Answer } from '../answer.ts';
import { GithubError, notFound } from '../errors.ts';
import { apiUrl, bodyOf, type Call, type Env, type Hub, need, required } from '../hub.ts';
import { page } from '../paging.ts';
import { FLEET } from '../state.ts';
import { addRun } from './add-run.ts';
import { fillIn } from './expressions.ts';
import { runJob, runPage, shownRunner, workflowRun } from './format.ts';
import type { Run } from './runs.ts';
import { readWorkflow, takeInputs } from './workflow-file.ts';

/** Workflows by their file: dispatching, and what became of the runs. */
export function actionsRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/actions/workflows/:file/dispatches', (call) => dispatch(hub, call));
  routes.get('/actions/workflows/:file/runs', async (call) => {
    const file = call.req.param('file');
    await readWorkflow(hub.git, 'main', file);
    return listRuns(hub, call, (run) => run.file === file);
  });
  routes.get('/actions/runs', (call) => listRuns(hub, call, () => true));
  routes.get('/actions/runs/:id', (call) => call.json(workflowRun(hub, runOf(hub, call))));
  routes.get('/actions/runs/:id/jobs', (call) => {
    const run = runOf(hub, call);
    const jobs = page(hub, call, run.jobs).map((job) => runJob(hub, run, job));
    return call.json({ total_count: run.jobs.length, jobs });
  });
  routes.get('/actions/jobs/:id/logs', (call) => {
    const id = Number(call.req.param('id'));
    if (!hub.state.runs.some(({ jobs }) => jobs.some((job) => job.id === id))) throw notFound();
    return call.redirect(`${hub.url}/${FLEET}/actions/jobs/${id}/log.txt`, 302);
  });
  routes.post('/actions/runs/:id/cancel', (call) => cancel(hub, call));
  routes.get('/actions/runners', (call) => listRunners(call, [shownRunner(hub)]));
  return routes;
}

/** Runners of the organisation: it has none of its own. */
export function organisationRunners(): Hono<Env> {
  return new Hono<Env>().get('/actions/runners', (call) => listRunners(call, []));
}

function listRunners(call: Call, runners: readonly Answer<'actions', 'getSelfHostedRunnerForRepo'>[]): Response {
  need(call.get('actor'), 'admin');
  return call.json({ total_count: runners.length, runners });
}

/** What a browser shows of runs: their logs as plain text. */
export function actionsPages(hub: Hub): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get(`/${FLEET}/actions/runs/:id`, (call) => {
    const run = runOf(hub, call);
    const jobs = run.jobs.map((job) => `== ${job.name}: ${job.conclusion ?? job.status}\n${job.log}`);
    return call.text(`${run.title}: ${run.conclusion ?? run.status}\n\n${jobs.join('\n')}`);
  });
  pages.get(`/${FLEET}/actions/jobs/:id/log.txt`, (call) => {
    const id = Number(call.req.param('id'));
    const job = hub.state.runs.flatMap(({ jobs }) => jobs).find((found) => found.id === id);
    if (!job) throw notFound();
    return call.text(job.log);
  });
  return pages;
}

async function dispatch(hub: Hub, call: Call): Promise<Response> {
  const actor = call.get('actor');
  need(actor, 'write');
  const file = call.req.param('file') ?? '';
  const body = await bodyOf(call);
  const branch = required(body, 'ref').replace(/^refs\/heads\//, '');
  // GitHub knows workflows of the default branch only, and runs the file as it stands on the branch that is named.
  await readWorkflow(hub.git, 'main', file);
  const sha = await hub.git.resolve(`refs/heads/${branch}`);
  if (!sha) throw new GithubError(422, `No ref found for: ${branch}`);
  const workflow = await readWorkflow(hub.git, sha, file);
  const inputs = takeInputs(workflow, (body.inputs ?? {}) as Record<string, string>);
  const name = workflow.name ?? file;
  const title = workflow['run-name'] ? fillIn(workflow['run-name'], { inputs, github: { actor: actor.login } }) : name;
  const run = addRun(hub, { event: 'workflow_dispatch', file, name, title, branch, sha, actor: actor.login, inputs });
  hub.runner.start(run, workflow);
  if (body.return_run_details !== true) return call.body(null, 204);
  return call.json({
    workflow_run_id: run.id,
    run_url: apiUrl(hub, `/actions/runs/${run.id}`),
    html_url: runPage(hub, run),
  });
}

/** Newest first. */
function listRuns(hub: Hub, call: Call, belongs: (run: Run) => boolean): Response {
  const { event, status, head_sha, branch, per_page: _size, page: _page, ...rest } = call.req.query();
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw new GithubError(501, `The sandbox does not list runs by ${unknown.join(', ')}`);
  const all = hub.state.runs.filter(
    (run) =>
      belongs(run) &&
      (!event || event === run.event) &&
      (!status || status === run.status || status === run.conclusion) &&
      (!head_sha || head_sha === run.sha) &&
      (!branch || branch === run.branch),
  );
  const shown = page(hub, call, all.toReversed()).map((run) => workflowRun(hub, run));
  return call.json({ total_count: all.length, workflow_runs: shown });
}

function cancel(hub: Hub, call: Call): Response {
  need(call.get('actor'), 'write');
  const run = runOf(hub, call);
  if (run.status === 'completed') throw new GithubError(409, 'Cannot cancel a workflow run that is completed.');
  hub.runner.cancel(run);
  return call.json({}, 202);
}

function runOf(hub: Hub, call: Call): Run {
  const run = hub.state.runs.find(({ id }) => id === Number(call.req.param('id')));
  if (!run) throw notFound();
  return run;
}
