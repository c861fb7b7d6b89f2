import { commitByHand } from '../support/bare-repository.ts';
import { eachTest } from '../support/fixture.ts';
import { failureTypeOf, planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

const merge = async () => {
  const pull = await stage.approved(planned());
  return stage.activities.mergePullRequest({ ...pull, reference: 'BR-7F3K2M9QXA', specHash: 'sha256:aa' });
};
const treeOf = async (sha: string) => (await stage.as('leemarsh').git.getTree({ ...stage.at, tree_sha: sha })).data.sha;
const undo = (mergeSha: string) =>
  stage.activities.revertChange({ reference: 'BR-7F3K2M9QXA', plan: planned().plan, mergeSha });

test('main is as before the merge, and a second undo does nothing more', async () => {
  const before = await treeOf('main');
  const { mergeSha } = await merge();
  expect(await treeOf('main')).not.toBe(before);

  const done = await undo(mergeSha);

  expect(await treeOf('main')).toBe(before);
  const writes = stage.context.writes.all().length;
  expect(await undo(mergeSha)).toEqual(done);
  expect(stage.context.writes.all()).toHaveLength(writes);
});

test('a lost reply to the merge of the undo is found again', async () => {
  const before = await treeOf('main');
  const { mergeSha } = await merge();
  stage.context.faults.add({ match: 'PUT .*/merge', lostReply: true });
  expect(await failureTypeOf(undo(mergeSha))).toBe('Unavailable');
  await undo(mergeSha);
  expect(await treeOf('main')).toBe(before);
});

test('paths that somebody changed since are left alone', async () => {
  const { mergeSha } = await merge();
  const path = planned().plan.paths[0] ?? '';
  commitByHand(stage.server.repositoryFolder, { [path]: 'x' });

  expect(await failureTypeOf(undo(mergeSha))).toBe('Rejected');
});
