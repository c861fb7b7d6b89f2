import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fleetFiles } from '../../sandbox/fleet.ts';
import { openGit } from '../../sandbox/github/git.ts';
import { type GithubServer, startGithub } from '../../sandbox/github/server.ts';
import { makeContext } from '../../sandbox/kit/context.ts';
import { createRepositoryActivities } from '../../src/activities/repository/index.ts';
import { createGithub, type Github } from '../../src/clients/github.ts';
import { type RenderedChange, renderChange } from '../../src/domain/render/change.ts';
import type { SelectedRequest } from '../../src/domain/request.ts';
import { configFor, failureTypeOf } from '../support/github.ts';
import { CATALOGUE, workedExample } from '../support/worked-example.ts';

const PROD = workedExample({ selection: { regions: ['east'], items: [] } });
const DEV = workedExample({
  request: { reference: 'BR-0000000000' },
  selection: { stage: 'dev', regions: ['east'], items: [] },
});
const PROJECT = 'projects/payments.yaml';
const RECORD = 'environments/payments-prod/berth.yaml';

let folder: string;
let server: GithubServer;
let github: Github;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-github-'));
  server = await startGithub(makeContext(folder), { fleetFiles: fleetFiles() });
  github = createGithub(configFor(server));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The whole fleet as main has it now. */
async function fleetNow() {
  const sha = (await server.inspect()).branches.get('main') ?? '';
  const git = openGit(server.repositoryFolder);
  const { text } = await git.run(['ls-tree', '-r', '--name-only', sha]);
  const read = async (path: string) => [path, (await git.run(['show', `${sha}:${path}`])).text] as const;
  return { sha, files: new Map(await Promise.all(text.trim().split('\n').map(read))) };
}

const renderNow = async (input: SelectedRequest) => renderChange(input, await fleetNow(), CATALOGUE);

/** Opens or updates the pull request of a rendering, approved at its head. */
async function propose(input: SelectedRequest, rendered: RenderedChange) {
  const activities = createRepositoryActivities({ config: configFor(server), github, render: async () => rendered });
  const pull = await activities.proposeChange({ ...input, plan: rendered.plan });
  await activities.mirrorApproval({ ...pull, state: 'success', description: 'Approved: lee' });
  const { reference } = input.request;
  const merge = () => activities.mergePullRequest({ ...pull, reference, specHash: rendered.plan.specHash });
  return { pull, merge };
}

/** Somebody writes to a file of main by hand. */
async function writeOnMain(path: string, content: string): Promise<void> {
  const { rest } = await github.octokit();
  const at = { owner: 'example', repo: 'fleet' };
  const message = 'By hand';
  await rest.repos.createOrUpdateFileContents({ ...at, path, message, content: btoa(content), branch: 'main' });
}

test('of two first requests of a project the second is rendered again, on the same pull request', async () => {
  const [prod, dev] = [await renderNow(PROD), await renderNow(DEV)];
  const [first, second] = [await propose(PROD, prod), await propose(DEV, dev)];
  await first.merge();
  const project = (await fleetNow()).files.get(PROJECT);
  expect(await failureTypeOf(second.merge())).toBe('MergeConflict');

  const again = await renderNow(DEV);
  const mended = await propose(DEV, again);
  await mended.merge();

  expect(mended.pull.number).toBe(second.pull.number);
  expect(again.plan.specHash).not.toBe(dev.plan.specHash);
  const { files } = await fleetNow();
  expect([...files.keys()]).toEqual(expect.arrayContaining([...again.plan.paths, ...prod.plan.paths]));
  expect(files.get(PROJECT)).toBe(project);
});

test('content that stays the same is brought on top of what main has become, and merges', async () => {
  const rendered = await renderNow(PROD);
  const first = await propose(PROD, rendered);
  await writeOnMain(RECORD, 'by: hand\n');
  expect(await failureTypeOf(first.merge())).toBe('MergeConflict');

  const { sha } = await fleetNow();
  const again = { ...rendered, plan: { ...rendered.plan, baseSha: sha } };
  const mended = await propose(PROD, again);
  await mended.merge();

  expect(mended.pull.number).toBe(first.pull.number);
  expect((await propose(PROD, again)).pull.headSha).toBe(mended.pull.headSha);
  const content = rendered.files.find(({ path }) => path === RECORD)?.content;
  expect((await fleetNow()).files.get(RECORD)).toBe(content?.trimEnd());
});

test('what main has under our paths since the rendering is not overwritten', async () => {
  const rendered = await renderNow(DEV);
  await (await propose(PROD, await renderNow(PROD))).merge();

  expect(await failureTypeOf(propose(DEV, rendered))).toBe('MergeConflict');

  expect((await server.inspect()).pulls).toHaveLength(1);
});
