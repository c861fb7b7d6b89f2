import { eachTest } from '../support/fixture.ts';
import { planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

test('an update from main moves the head and keeps the spec', async () => {
  const other = await stage.approved(planned('billing', 'BR-AAAAAAAAAA'));
  const pull = await stage.activities.proposeChange(planned());
  const order = { reference: 'BR-AAAAAAAAAA', specHash: 'sha256:aa' };
  await stage.activities.mergePullRequest({ ...other, ...order });

  await stage.as('leemarsh').pulls.updateBranch({ ...stage.at, pull_number: pull.number });

  const state = await stage.activities.readPullRequest({ ...planned(), ...pull });
  expect(state.headSha).not.toBe(pull.headSha);
  expect(state.specMatches).toBe(true);
});
