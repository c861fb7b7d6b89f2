import { createRepositoryActivities } from '../../src/activities/repository/index.ts';
import type { SelectedRequest } from '../../src/domain/request.ts';
import { eachTest } from '../support/fixture.ts';
import { configFor } from '../support/github.ts';
import { DEV, PROD, PROJECT, startStandardFleet } from '../support/standard-fleet.ts';

const fleet = eachTest(startStandardFleet);

/** Renders on the fleet as it stands, and merges. */
async function merge(input: SelectedRequest) {
  const { server, github } = fleet;
  const rendered = await fleet.render(input);
  const activities = createRepositoryActivities({ config: configFor(server), github, render: async () => rendered });
  const { reference } = input.request;
  const { plan } = rendered;
  const { number, headSha } = await activities.proposeChange({ ...input, plan });
  await activities.mirrorApproval({ number, headSha, state: 'success', description: 'Approved: lee' });
  const { mergeSha } = await activities.mergePullRequest({ number, headSha, reference, specHash: plan.specHash });
  return { plan, undo: () => activities.revertChange({ reference, plan, mergeSha }) };
}

test('undo of the second environment leaves every file of the first', async () => {
  const prod = await merge(PROD);
  const before = (await fleet.now()).files;
  const dev = await merge(DEV);
  expect(prod.plan.paths).toContain(PROJECT);
  expect(dev.plan.paths).not.toContain(PROJECT);

  await dev.undo();

  expect((await fleet.now()).files).toEqual(before);
});

test('undo of the first environment leaves the project to the second', async () => {
  const prod = await merge(PROD);
  const dev = await merge(DEV);
  const { files } = await fleet.now();

  const undone = await prod.undo();

  expect(undone[1]).toBe(`left: ${PROJECT}, which other environments of the project need`);
  const gone = prod.plan.paths.filter((path) => path !== PROJECT);
  const expected = [...files].filter(([path]) => !gone.includes(path));
  expect((await fleet.now()).files).toEqual(new Map(expected));
  expect(await prod.undo()).toEqual(undone);
  expect([...(await fleet.now()).files.keys()]).toEqual(expect.arrayContaining([...dev.plan.paths]));
});
