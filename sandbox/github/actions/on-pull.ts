import type { Hub } from '../hub.ts';
import { FLEET, type Pull } from '../state.ts';
import { addRun } from './add-run.ts';
import { listWorkflows, readWorkflow } from './workflow-file.ts';

/** What GitHub starts workflows for unless they say otherwise. */
const ACTIONS: ReadonlySet<string> = new Set(['opened', 'reopened', 'synchronize']);

/** Starts the workflows of the base branch that want to know of a pull request. */
export async function startOnPull(hub: Hub, actor: string, action: string, pull: Pull): Promise<void> {
  if (hub.actions.onPulls !== true || !ACTIONS.has(action)) return;
  const sha = await hub.git.resolve(`refs/heads/${pull.base}`);
  if (!sha) return;
  for (const file of await listWorkflows(hub.git, sha)) {
    const workflow = await readWorkflow(hub.git, sha, file);
    const { pull_request_target: wanted } = workflow.on;
    if (wanted === undefined || wanted?.branches?.includes(pull.base) === false) continue;
    const name = workflow.name ?? file;
    const event = { event: 'pull_request_target' as const, pull: eventOf(pull, sha) };
    const run = addRun(hub, { ...event, file, name, title: pull.title, branch: pull.base, sha, actor, inputs: {} });
    hub.runner.start(run, workflow);
  }
}

/** The sandbox has no forks. */
const eventOf = (pull: Pull, base: string) => ({
  number: String(pull.number),
  head: { sha: pull.headSha, ref: pull.head, repo: { full_name: FLEET } },
  base: { sha: base, ref: pull.base },
});
