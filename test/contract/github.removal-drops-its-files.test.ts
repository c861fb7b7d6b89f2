import { commitByHand } from '../support/bare-repository.ts';
import { eachTest } from '../support/fixture.ts';
import { failureTypeOf, planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);
const REFERENCE = 'BR-7F3K2M9QXA';

const merge = async () => {
  const pull = await stage.approved(planned());
  return stage.activities.mergePullRequest({ ...pull, reference: REFERENCE, specHash: 'sha256:aa' });
};
const drop = (mergeSha: string, endsProject = false) =>
  stage.activities.dropFiles({ reference: REFERENCE, plan: planned().plan, mergeSha, part: 'files', endsProject });
const paths = async () => {
  const { data } = await stage.as('leemarsh').git.getTree({ ...stage.at, tree_sha: 'main', recursive: '1' });
  return data.tree.flatMap(({ path, type }) => (type === 'blob' ? [path] : []));
};

test('the files of the environment go, the request stays, and a second call does nothing more', async () => {
  const { mergeSha } = await merge();

  const dropped = await drop(mergeSha);

  expect((await paths()).filter((path) => path.includes('payments'))).toEqual([`requests/payments/${REFERENCE}.yaml`]);
  const writes = stage.context.writes.all().length;
  expect(await drop(mergeSha)).toEqual(dropped);
  expect(stage.context.writes.all()).toHaveLength(writes);
});

test('a lost reply to its merge is found again', async () => {
  const { mergeSha } = await merge();
  stage.context.faults.add({ match: 'PUT .*/merge', lostReply: true });
  expect(await failureTypeOf(drop(mergeSha))).toBe('Unavailable');
  await drop(mergeSha);
  expect(await paths()).not.toContain('environments/payments-prod/berth.yaml');
});

test('a file that somebody changed or added since is not deleted unseen', async () => {
  const { mergeSha } = await merge();
  commitByHand(stage.server.repositoryFolder, { 'clusters/cluster-east-prod/apps/payments-prod/more.yaml': 'x' });

  expect(await failureTypeOf(drop(mergeSha))).toBe('Rejected');
  expect(await paths()).toContain('environments/payments-prod/berth.yaml');
});

test('what others change in the project’s file between two attempts stays, and its name is closed below it', async () => {
  const { rest } = await stage.github.octokit();
  const path = 'projects/payments.yaml';
  commitByHand(stage.server.repositoryFolder, { [path]: 'name: payments\n' });
  const { mergeSha } = await merge();
  stage.context.faults.add({ match: 'PUT .*/merge', status: 500 });
  expect(await failureTypeOf(drop(mergeSha, true))).toBe('Unavailable');
  commitByHand(stage.server.repositoryFolder, { [path]: 'name: payments\ntitle: Payments\n' });

  await drop(mergeSha, true);

  const { data } = await rest.repos.getContent({ ...stage.at, path });
  const text = 'content' in data ? Buffer.from(data.content, 'base64').toString() : '';
  expect(text).toBe(`name: payments\ntitle: Payments\nremoved: ${REFERENCE}\n`);
});

test('with the last environment the name of the project is closed', async () => {
  const { rest } = await stage.github.octokit();
  const path = 'projects/payments.yaml';
  commitByHand(stage.server.repositoryFolder, { [path]: 'name: payments\n' });
  const { mergeSha } = await merge();

  await drop(mergeSha, true);

  const { data } = await rest.repos.getContent({ ...stage.at, path });
  const text = 'content' in data ? Buffer.from(data.content, 'base64').toString() : '';
  expect(text).toBe(`name: payments\nremoved: ${REFERENCE}\n`);
});
