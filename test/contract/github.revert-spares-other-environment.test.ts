import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fleetFiles } from '../../sandbox/fleet.ts';
import { openGit } from '../../sandbox/github/git.ts';
import { type GithubServer, startGithub } from '../../sandbox/github/server.ts';
import { makeContext } from '../../sandbox/kit/context.ts';
import { createRepositoryActivities } from '../../src/activities/repository/index.ts';
import { createGithub, type Github } from '../../src/clients/github.ts';
import { renderChange } from '../../src/domain/render/change.ts';
import type { SelectedRequest } from '../../src/domain/request.ts';
import { configFor } from '../support/github.ts';
import { CATALOGUE, workedExample } from '../support/worked-example.ts';

const PROD = workedExample({ selection: { regions: ['east'], items: [] } });
const DEV = workedExample({
  request: { reference: 'BR-0000000000' },
  selection: { stage: 'dev', regions: ['east'], items: [] },
});
const PROJECT = 'projects/payments.yaml';

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

/** Renders on the fleet as it stands, and merges. */
async function merge(input: SelectedRequest) {
  const rendered = renderChange(input, await fleetNow(), CATALOGUE);
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
  const before = (await fleetNow()).files;
  const dev = await merge(DEV);
  expect(prod.plan.paths).toContain(PROJECT);
  expect(dev.plan.paths).not.toContain(PROJECT);

  await dev.undo();

  expect((await fleetNow()).files).toEqual(before);
});

test('undo of the first environment leaves the project to the second', async () => {
  const prod = await merge(PROD);
  const dev = await merge(DEV);
  const { files } = await fleetNow();

  const undone = await prod.undo();

  expect(undone[1]).toBe(`left: ${PROJECT}, which other environments of the project need`);
  const gone = prod.plan.paths.filter((path) => path !== PROJECT);
  const expected = [...files].filter(([path]) => !gone.includes(path));
  expect((await fleetNow()).files).toEqual(new Map(expected));
  expect(await prod.undo()).toEqual(undone);
  expect([...(await fleetNow()).files.keys()]).toEqual(expect.arrayContaining([...dev.plan.paths]));
});
