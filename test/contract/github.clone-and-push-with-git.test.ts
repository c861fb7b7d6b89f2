import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eachTest } from '../support/fixture.ts';
import { planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

const run = promisify(execFile);
const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Lee',
  GIT_AUTHOR_EMAIL: 'lee@example.test',
  GIT_COMMITTER_NAME: 'Lee',
  GIT_COMMITTER_EMAIL: 'lee@example.test',
};
const git = (...args: string[]) => run('git', args, { env: ENVIRONMENT });
const urlFor = (password: string) => stage.server.gitUrl.replace('://', `://x-access-token:${password}@`);

test('a push with a token moves the pull request; one to main is refused', async () => {
  const pull = await stage.activities.proposeChange(planned());
  const folder = join(stage.context.folder, 'work');
  await git('clone', '-q', '-b', pull.branch, urlFor(stage.server.tokenOf('leemarsh')), folder);
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('The fleet\n');
  writeFileSync(join(folder, 'more.yaml'), 'more\n');
  await git('-C', folder, 'add', '.');
  await git('-C', folder, 'commit', '-qm', 'More');

  await git('-C', folder, 'push', '-q', 'origin', 'HEAD');

  const { stdout } = await git('-C', folder, 'rev-parse', 'HEAD');
  const state = await stage.activities.readPullRequest({ ...planned(), ...pull });
  expect(state).toMatchObject({ headSha: stdout.trim(), specMatches: false });
  await expect(git('-C', folder, 'push', '-q', 'origin', 'HEAD:main')).rejects.toThrow('GH006');
});

test('a fetch brings what Berth proposed since the clone', async () => {
  const folder = join(stage.context.folder, 'work');
  await git('clone', '-q', urlFor(stage.server.tokenOf('dana-field')), folder);
  const { branch, headSha } = await stage.activities.proposeChange(planned());

  await git('-C', folder, 'fetch', '-q', '--depth=1', 'origin', branch);

  const { stdout } = await git('-C', folder, 'rev-parse', 'FETCH_HEAD');
  expect(stdout.trim()).toBe(headSha);
  await expect(git('-C', folder, 'push', '-q', 'origin', `HEAD:refs/heads/${branch}-2`)).rejects.toThrow('403');
});

test('a wrong token gets nothing', async () => {
  await expect(git('ls-remote', urlFor('ghs_wrong'))).rejects.toThrow('Authentication failed');
});
