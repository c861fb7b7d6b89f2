import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Octokit } from '@octokit/rest';
import type { Run } from '../../sandbox/github/actions/runs.ts';
import { type GithubServer, startGithub } from '../../sandbox/github/server.ts';
import { makeContext, type SandboxContext } from '../../sandbox/kit/context.ts';
import { type Witness, witnessOf } from './judged.ts';

/** A GitHub whose repository has one workflow, `test.yml`. */
export interface ActionsStage {
  readonly context: SandboxContext;
  readonly server: GithubServer;
  readonly witness: Witness;
  readonly lee: Octokit['rest'];
  /** Starts a run as lee and waits for its end. */
  run(inputs?: Record<string, string>): Promise<Run>;
  dispatch(
    inputs?: Record<string, string>,
    ref?: string,
  ): ReturnType<Octokit['rest']['actions']['createWorkflowDispatch']>;
  close(): Promise<void>;
}

export const AT = { owner: 'example', repo: 'fleet' } as const;
export const SECRET = 'line-one-of-it\nline-two-of-it';

/** @param steps YAML of the steps of its one job. */
export async function stageActions(steps: string): Promise<ActionsStage> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-actions-'));
  const context = makeContext(folder);
  const workflow = `${HEAD}${steps}`;
  const fleetFiles = new Map([
    ['.github/workflows/test.yml', workflow],
    ['hello.txt', 'Hello from the fleet\n'],
  ]);
  const server = await startGithub(context, { fleetFiles });
  const witness = witnessOf(server);
  server.setActions({ secrets: { 'cluster-east-dev': { KUBECONFIG: SECRET } } });
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const lee = new Octokit({ baseUrl: server.url, auth: server.tokenOf('leemarsh'), log: quiet }).rest;
  const dispatch: ActionsStage['dispatch'] = (inputs = { who: 'Dana' }, ref = 'main') =>
    lee.actions.createWorkflowDispatch({ ...AT, workflow_id: 'test.yml', ref, inputs, return_run_details: true });
  const run: ActionsStage['run'] = async (inputs) => {
    await dispatch(inputs);
    return untilRun(server, ({ status }) => status === 'completed');
  };
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
    await witness.settle();
  };
  return { context, server, witness, lee, run, dispatch, close };
}

const HEAD = `name: Test
run-name: Hello \${{ inputs.who }}
on:
  workflow_dispatch:
    inputs:
      who: { required: true, type: string }
      greeting: { default: Hi, type: string }
permissions: { contents: read }
jobs:
  test:
    runs-on: ubuntu-latest
    environment: cluster-east-dev
    steps:
`;

/** Waits for the newest run to become so. @throws Error when it does not within 30 s. */
export async function untilRun(server: GithubServer, isSo: (run: Run) => boolean): Promise<Run> {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    const run = (await server.inspect()).dispatches.at(-1);
    if (run && isSo(run)) return run;
    await delay(20);
  }
  throw new Error('The run never became so');
}
