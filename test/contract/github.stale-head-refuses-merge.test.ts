import { eachTest } from '../support/fixture.ts';
import { failureTypeOf, planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

test('a head that moved after the approval is not merged, whoever moved it', async () => {
  const { number, headSha, branch } = await stage.approved(planned());
  await stage.as('leemarsh').repos.createOrUpdateFileContents({
    ...stage.at,
    path: 'extra.yaml',
    branch,
    message: 'One more',
    content: Buffer.from('x\n').toString('base64'),
  });

  const order = { number, headSha, reference: 'BR-7F3K2M9QXA', specHash: 'sha256:aa' };
  expect(await failureTypeOf(stage.activities.mergePullRequest(order))).toBe('ContentChanged');
  expect((await stage.server.inspect()).pulls[0]?.state).toBe('open');
});

test('GitHub itself answers 409 to a stale sha and 405 to a second merge', async () => {
  const { number, headSha } = await stage.approved(planned());
  const lee = stage.as('leemarsh');
  const merge = (sha: string) => lee.pulls.merge({ ...stage.at, pull_number: number, sha });

  await expect(merge('0'.repeat(40))).rejects.toMatchObject({ status: 409 });
  await merge(headSha);
  await expect(merge(headSha)).rejects.toMatchObject({ status: 405 });
});

test('a merge by somebody else at the approved head is taken as ours', async () => {
  const { number, headSha } = await stage.approved(planned());
  const { data } = await stage.as('leemarsh').pulls.merge({ ...stage.at, pull_number: number });

  const order = { number, headSha, reference: 'BR-7F3K2M9QXA', specHash: 'sha256:aa' };
  await expect(stage.activities.mergePullRequest(order)).resolves.toEqual({ mergeSha: data.sha });
});
