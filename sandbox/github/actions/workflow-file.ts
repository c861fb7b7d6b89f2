import { parse } from 'yaml';
import { z } from 'zod';
import { GithubError } from '../errors.ts';
import type { Git } from '../git.ts';

export const WORKFLOWS_FOLDER = '.github/workflows';

const variables = z.record(z.string(), z.coerce.string()).default({});
const step = z.strictObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  with: variables,
  run: z.string().optional(),
  env: variables,
});
const job = z.strictObject({
  name: z.string().optional(),
  if: z.string().optional(),
  'runs-on': z.union([z.string(), z.array(z.string())]),
  'timeout-minutes': z.number().optional(),
  environment: z.string().optional(),
  env: variables,
  steps: z.array(step).min(1),
});
const input = z.strictObject({
  description: z.string().optional(),
  required: z.boolean().default(false),
  default: z.string().optional(),
  type: z.literal('string').default('string'),
});
const workflow = z.strictObject({
  name: z.string().optional(),
  'run-name': z.string().optional(),
  on: z.strictObject({
    workflow_dispatch: z.strictObject({ inputs: z.record(z.string(), input).default({}) }).nullish(),
    /** Of a pull request that is opened, reopened or gets commits, as the base branch has the file. */
    pull_request_target: z.strictObject({ branches: z.array(z.string()).optional() }).nullish(),
  }),
  permissions: z.record(z.string(), z.enum(['read', 'none'])),
  env: variables,
  jobs: z.record(z.string(), job),
});

export type WorkflowStep = z.infer<typeof step>;
export type WorkflowJob = z.infer<typeof job>;
export type Workflow = z.infer<typeof workflow>;

/**
 * The workflow as it stands at a commit.
 * @throws GithubError 404 when there is none, 501 when it has something that the sandbox does not know.
 */
export async function readWorkflow(git: Git, sha: string, file: string): Promise<Workflow> {
  const path = `${WORKFLOWS_FOLDER}/${file}`;
  const found = await git.run(['cat-file', 'blob', `${sha}:${path}`], { answers: [0, 128] });
  if (found.code !== 0) throw new GithubError(404, 'Not Found');
  const parsed = workflow.safeParse(parse(found.text));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('; ');
  throw new GithubError(501, `The sandbox cannot run ${path}: ${wrong}`);
}

/** Files of all workflows at a commit. */
export async function listWorkflows(git: Git, sha: string): Promise<string[]> {
  const { text } = await git.run(['ls-tree', '--name-only', sha, `${WORKFLOWS_FOLDER}/`]);
  const files = text.split('\n').filter((path) => /\.ya?ml$/.test(path));
  return files.map((path) => path.slice(WORKFLOWS_FOLDER.length + 1));
}

/** Checks what a dispatch gives against what the workflow declares, as GitHub does, and fills in the defaults. */
export function takeInputs({ on }: Workflow, given: Readonly<Record<string, string>>): Record<string, string> {
  if (on.workflow_dispatch === undefined) {
    throw new GithubError(422, "Workflow does not have 'workflow_dispatch' trigger");
  }
  const declared = on.workflow_dispatch?.inputs ?? {};
  const unexpected = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unexpected.length > 0) throw new GithubError(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  const odd = Object.entries(given).find(([, value]) => typeof value !== 'string');
  if (odd) throw new GithubError(422, `For 'properties/${odd[0]}', ${odd[1]} is not a string.`);
  const values = Object.entries(declared).map(([name, { required, default: standard }]) => {
    const value = given[name] ?? standard;
    if (required && !value) throw new GithubError(422, `Required input '${name}' not provided`);
    return [name, value ?? ''];
  });
  return Object.fromEntries(values);
}
