import { eachTest } from '../support/fixture.ts';
import { planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

test('both changes are on main after both merges', async () => {
  const [first, second] = [planned(), planned('billing', 'BR-AAAAAAAAAA')];
  const [a, b] = [await stage.approved(first), await stage.approved(second)];

  await stage.activities.mergePullRequest({ ...a, reference: 'BR-7F3K2M9QXA', specHash: 'sha256:aa' });
  await stage.activities.mergePullRequest({ ...b, reference: 'BR-AAAAAAAAAA', specHash: 'sha256:aa' });

  const tree = await stage.as('leemarsh').git.getTree({ ...stage.at, tree_sha: 'main', recursive: '1' });
  const paths = tree.data.tree.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining([...first.plan.paths, ...second.plan.paths]));
  const merged = await stage.activities.readPullRequest({ ...first, ...a });
  expect(merged).toMatchObject({ state: 'merged', endedBy: 'berth[bot]', specMatches: true });
});
