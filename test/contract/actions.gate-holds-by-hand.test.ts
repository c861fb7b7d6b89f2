import { Octokit } from '@octokit/rest';
import { AT, untilRun } from '../support/actions.ts';
import { type FleetStage, type MergedOrder, stageFleet } from '../support/fleet-stage.ts';

let stage: FleetStage;
let order: MergedOrder;
beforeAll(async () => {
  stage = await stageFleet();
  order = await stage.merge();
});
afterAll(() => stage.close());

/** Somebody with the right to write starts the workflow past Berth. */
async function byHand(changes: Record<string, string>) {
  const { actions } = new Octokit({ baseUrl: stage.github.url, auth: stage.github.tokenOf('leemarsh') }).rest;
  const inputs = {
    request: order.request.reference,
    sha: order.mergeSha,
    spec: order.plan.specHash,
    cluster: order.placement.cluster,
    environment: order.placement.environment,
    ...changes,
  };
  await actions.createWorkflowDispatch({ ...AT, workflow_id: 'berth-apply.yml', ref: 'main', inputs });
  return untilRun(stage.github, ({ status }) => status === 'completed');
}

const anything = () => stage.context.writes.all().filter(({ system }) => system === 'cluster');

test('a commit whose head was never approved applies nothing', async () => {
  const { statuses } = await stage.github.inspect();
  const approved = statuses.find(({ state }) => state === 'success')?.sha ?? '';
  const { repos } = new Octokit({ baseUrl: stage.github.url, auth: stage.github.tokenOf('olgareyes') }).rest;
  await repos.createCommitStatus({ ...AT, sha: approved, state: 'failure', context: 'berth/approval' });

  const run = await byHand({});

  expect(run.conclusion).toBe('failure');
  expect(run.jobs[0]?.log).toMatch(/UnapprovedMerge: .* whose berth\/approval is failure/);
  expect(anything()).toEqual([]);
  await repos.createCommitStatus({ ...AT, sha: approved, state: 'success', context: 'berth/approval' });
});

test.each([
  [
    'a hash that the files do not have',
    { spec: `sha256:${'0'.repeat(64)}` },
    /UnapprovedMerge: .* holds files that hash to/,
  ],
  ['another request', { request: 'BR-0000000000' }, /UnapprovedMerge: .* has no payments-dev of BR-0000000000/],
  ['an environment that is not there', { environment: 'other-dev' }, /UnapprovedMerge: .* has no other-dev/],
  [
    'a cluster it was not approved for',
    { cluster: 'cluster-east-prod' },
    /UnapprovedMerge: payments-dev was not approved for cluster-east-prod/,
  ],
])('%s applies nothing', async (_what, changes, said) => {
  const run = await byHand(changes);

  expect(run.conclusion).toBe('failure');
  expect(run.jobs[0]?.log).toMatch(said);
  expect(anything()).toEqual([]);
});

test('the commit before the merge applies nothing, whatever it holds', async () => {
  const run = await byHand({ sha: order.plan.baseSha });

  expect(run.jobs[0]?.log).toContain('UnapprovedMerge');
  expect(anything()).toEqual([]);
});

test('what was approved and merged passes, also by hand, and the log shows no credentials', async () => {
  const run = await byHand({});

  expect(run.jobs[0]?.log).toContain('cluster-east-dev: Namespace payments-dev');
  expect(run.conclusion).toBe('success');
  const token = /token: (\S+)/.exec(stage.kubeconfig)?.[1] ?? 'no token';
  expect(run.jobs[0]?.log).not.toContain(token);
});
