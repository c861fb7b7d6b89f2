import { setTimeout as delay } from 'node:timers/promises';
import { Octokit } from '@octokit/rest';
import type { Run } from '../../sandbox/github/actions/runs.ts';
import { AT } from '../support/actions.ts';
import { type FleetStage, stageFleet } from '../support/fleet-stage.ts';

let stage: FleetStage;
beforeEach(async () => {
  stage = await stageFleet({ onPulls: true });
});
afterEach(() => stage.close());

const olga = () => {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  return new Octokit({ baseUrl: stage.github.url, auth: stage.github.tokenOf('olgareyes'), log }).rest;
};

/** The runs for a head, once all have ended: check and plan. */
async function runsOf(headSha: string): Promise<Record<'check' | 'plan', Run>> {
  const end = Date.now() + 50_000;
  while (Date.now() < end) {
    const all = (await stage.github.inspect()).dispatches.filter(({ pull }) => pull?.head.sha === headSha);
    const [check, plan] = ['berth-check', 'berth-plan'].map((name) => all.find((run) => run.name === name));
    if (check?.status === 'completed' && plan?.status === 'completed') return { check, plan };
    await delay(50);
  }
  throw new Error('The runs never ended');
}

/** A change of one file by somebody, on a branch of their own. */
async function proposeByHand(branch: string, path: string, content: string): Promise<string> {
  const { data: main } = await olga().git.getRef({ ...AT, ref: 'heads/main' });
  await olga().git.createRef({ ...AT, ref: `refs/heads/${branch}`, sha: main.object.sha });
  const { data: there } = await olga().git.getTree({ ...AT, tree_sha: main.object.sha, recursive: '1' });
  const sha = there.tree.find((entry) => entry.path === path)?.sha;
  const { data } = await olga().repos.createOrUpdateFileContents({
    ...AT,
    path,
    branch,
    message: 'By hand',
    content: Buffer.from(content).toString('base64'),
    ...(sha === undefined ? {} : { sha }),
  });
  await olga().pulls.create({ ...AT, head: branch, base: 'main', title: 'By hand' });
  return data.commit.sha ?? '';
}

const written = () => stage.context.writes.all().filter(({ system }) => system === 'cluster');

test('what Berth proposes passes its check, and its plan names the walls without making any', async () => {
  await stage.merge();
  const head = (await stage.github.inspect()).pulls[0]?.headSha ?? '';

  const { check, plan } = await runsOf(head);

  expect(check.jobs[0]?.log).toMatch(/\d+ files checked, \d+ of them changed: 0 refused/);
  expect(check.conclusion).toBe('success');
  expect(plan.jobs[0]?.log).toContain('cluster-east-dev: create Namespace payments-dev\n');
  expect(plan.jobs[0]?.log).toContain('cluster-east-dev: create ServiceAccount flux-system/payments-dev\n');
  expect(plan.conclusion).toBe('success');
  expect(written()).toEqual([]);
});

test('an environment changed by hand fails its check, with the file and the line, and nothing is planned', async () => {
  const head = await proposeByHand('mine', 'clusters/cluster-east-dev/config/mine-dev.yaml', 'kind: [\n');

  const { check, plan } = await runsOf(head);

  expect(check.jobs[0]?.log).toMatch(/clusters\/cluster-east-dev\/config\/mine-dev\.yaml:2: is not YAML/);
  expect(check.conclusion).toBe('failure');
  expect(plan.jobs[0]?.log).toContain('There are no walls of a request to plan.');
  expect(plan.conclusion).toBe('success');
});

test('a commit that only says it is of a request gets no look at a cluster', async () => {
  await stage.merge();
  const order = (await stage.github.inspect()).pulls[0];
  const path = 'clusters/cluster-east-dev/config/payments-dev.yaml';
  const { data: main } = await olga().git.getRef({ ...AT, ref: 'heads/main' });
  const { data: tree } = await olga().git.createTree({
    ...AT,
    base_tree: main.object.sha,
    tree: [{ path, mode: '100644', type: 'blob', content: 'kind: Kustomization\n' }],
  });
  const trailers = 'Berth-Request: BR-7F3K2M9QXA\nBerth-Spec: sha256:0';
  const { data: made } = await olga().git.createCommit({
    ...AT,
    message: `Like one of Berth's\n\n${trailers}`,
    tree: tree.sha,
    parents: [main.object.sha],
  });
  await olga().git.createRef({ ...AT, ref: 'refs/heads/like-berth', sha: made.sha });
  await olga().pulls.create({ ...AT, head: 'like-berth', base: 'main', title: 'Like' });

  const { check, plan } = await runsOf(made.sha);

  expect(order?.merged).toBeDefined();
  expect(check.conclusion).toBe('failure');
  expect(plan.jobs[0]?.log).toMatch(/UnapprovedMerge: Commit \w+ holds files that hash to/);
  expect(plan.conclusion).toBe('failure');
});

test('a pull request cannot change the workflow that checks it', async () => {
  const file = '.github/workflows/berth-check.yml';
  const head = await proposeByHand('lax', file, 'name: berth-check\non: push\njobs: {}\n');

  const { check } = await runsOf(head);

  expect(check.jobs[0]?.log).toMatch(/files checked, 1 of them changed: 0 refused/);
  expect(check.jobs[0]?.steps.map(({ name }) => name)).toContain('Check the fleet');
});

test('plan without credentials says so and fails', async () => {
  stage.github.setActions({ secrets: {}, tools: `${stage.context.folder}/tools`, onPulls: true });
  await stage.merge();
  const head = (await stage.github.inspect()).pulls[0]?.headSha ?? '';

  const { check, plan } = await runsOf(head);

  expect(check.conclusion).toBe('success');
  expect(plan.jobs[0]?.log).toContain('Not set: BERTH_KUBECONFIG');
  expect(plan.conclusion).toBe('failure');
});
