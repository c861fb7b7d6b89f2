import { createRepositoryActivities } from '../../src/activities/repository/index.ts';
import type { RenderedChange } from '../../src/domain/render/change.ts';
import type { SelectedRequest } from '../../src/domain/request.ts';
import { commitByHand } from '../support/bare-repository.ts';
import { eachTest } from '../support/fixture.ts';
import { configFor, failureTypeOf } from '../support/github.ts';
import { DEV, PROD, PROJECT, startStandardFleet } from '../support/standard-fleet.ts';

const RECORD = 'environments/payments-prod/berth.yaml';

const fleet = eachTest(startStandardFleet);

/** Opens or updates the pull request of a rendering, approved at its head. */
async function propose(input: SelectedRequest, rendered: RenderedChange) {
  const { server, github } = fleet;
  const activities = createRepositoryActivities({ config: configFor(server), github, render: async () => rendered });
  const pull = await activities.proposeChange({ ...input, plan: rendered.plan });
  await activities.mirrorApproval({ ...pull, state: 'success', description: 'Approved: lee' });
  const { reference } = input.request;
  const merge = () => activities.mergePullRequest({ ...pull, reference, specHash: rendered.plan.specHash });
  return { pull, merge };
}

test('of two first requests of a project the second is rendered again, on the same pull request', async () => {
  const [prod, dev] = [await fleet.render(PROD), await fleet.render(DEV)];
  const [first, second] = [await propose(PROD, prod), await propose(DEV, dev)];
  await first.merge();
  const project = (await fleet.now()).files.get(PROJECT);
  expect(await failureTypeOf(second.merge())).toBe('MergeConflict');

  const again = await fleet.render(DEV);
  const mended = await propose(DEV, again);
  await mended.merge();

  expect(mended.pull.number).toBe(second.pull.number);
  expect(again.plan.specHash).not.toBe(dev.plan.specHash);
  const { files } = await fleet.now();
  expect([...files.keys()]).toEqual(expect.arrayContaining([...again.plan.paths, ...prod.plan.paths]));
  expect(files.get(PROJECT)).toBe(project);
});

test('content that stays the same is brought on top of what main has become, and merges', async () => {
  const rendered = await fleet.render(PROD);
  const first = await propose(PROD, rendered);
  commitByHand(fleet.server.repositoryFolder, { [RECORD]: 'by: hand\n' });
  expect(await failureTypeOf(first.merge())).toBe('MergeConflict');

  const { sha } = await fleet.now();
  const again = { ...rendered, plan: { ...rendered.plan, baseSha: sha } };
  const mended = await propose(PROD, again);
  await mended.merge();

  expect(mended.pull.number).toBe(first.pull.number);
  expect((await propose(PROD, again)).pull.headSha).toBe(mended.pull.headSha);
  const content = rendered.files.find(({ path }) => path === RECORD)?.content;
  expect((await fleet.now()).files.get(RECORD)).toBe(content);
});

test('what main has under our paths since the rendering is not overwritten', async () => {
  const rendered = await fleet.render(DEV);
  await (await propose(PROD, await fleet.render(PROD))).merge();

  expect(await failureTypeOf(propose(DEV, rendered))).toBe('MergeConflict');

  expect((await fleet.server.inspect()).pulls).toHaveLength(1);
});
