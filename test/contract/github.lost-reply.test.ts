import { eachTest } from '../support/fixture.ts';
import { failureTypeOf, planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

const CALLS = ['POST .*/git/trees', 'POST .*/git/commits', 'POST .*/git/refs', 'POST .*/pulls'];

test.each(CALLS)('a lost reply to %s leaves one branch and one pull request', async (match) => {
  stage.context.faults.add({ match, lostReply: true });

  expect(await failureTypeOf(stage.activities.proposeChange(planned()))).toBe('Unavailable');
  const pull = await stage.activities.proposeChange(planned());

  const { pulls, branches } = await stage.server.inspect();
  expect(pulls).toHaveLength(1);
  expect(branches.get(pull.branch)).toBe(pull.headSha);
  const state = await stage.activities.readPullRequest({ ...planned(), ...pull });
  expect(state.specMatches).toBe(true);
});

test('a lost reply to the merge is found as merged', async () => {
  const { number, headSha } = await stage.approved(planned());
  const order = { number, headSha, reference: 'BR-7F3K2M9QXA', specHash: 'sha256:aa' };
  stage.context.faults.add({ match: 'PUT .*/merge', lostReply: true });

  expect(await failureTypeOf(stage.activities.mergePullRequest(order))).toBe('Unavailable');
  const { mergeSha } = await stage.activities.mergePullRequest(order);

  const { branches } = await stage.server.inspect();
  expect(branches.get('main')).toBe(mergeSha);
});
