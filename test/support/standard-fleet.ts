/* The sandbox's GitHub with its whole fleet: requests are rendered on what main really is, as the activity does it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fleetFiles } from '../../sandbox/fleet.ts';
import { openGit } from '../../sandbox/github/git.ts';
import { type GithubServer, startGithub } from '../../sandbox/github/server.ts';
import { makeContext } from '../../sandbox/kit/context.ts';
import { createGithub, type Github } from '../../src/clients/github.ts';
import type { FleetSnapshot } from '../../src/domain/fleet.ts';
import { type RenderedChange, renderChange } from '../../src/domain/render/change.ts';
import type { SelectedRequest } from '../../src/domain/request.ts';
import { configFor, FREELY } from './github.ts';
import { witnessOf } from './judged.ts';
import { CATALOGUE, workedExample } from './worked-example.ts';

/** Two first requests of one project, for an environment each. */
export const PROD = workedExample({ selection: { regions: ['east'], items: [] } });
export const DEV = workedExample({
  request: { reference: 'BR-0000000000' },
  selection: { stage: 'dev', regions: ['east'], items: [] },
});
/** What both need. */
export const PROJECT = 'projects/payments.yaml';

export interface StandardFleet {
  readonly server: GithubServer;
  readonly github: Github;
  /** Main as it is now, read by git. */
  now(): Promise<FleetSnapshot>;
  /** A request on top of main as it is now. */
  render(input: SelectedRequest): Promise<RenderedChange>;
  close(): Promise<void>;
}

export async function startStandardFleet(): Promise<StandardFleet> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-github-'));
  const server = await startGithub(makeContext(folder), { fleetFiles: fleetFiles() });
  const witness = witnessOf(server);
  const now = () => readMain(server.repositoryFolder);
  return {
    server,
    github: createGithub(configFor(server), FREELY),
    now,
    render: async (input) => renderChange(input, await now(), CATALOGUE),
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
      await witness.settle();
    },
  };
}

async function readMain(repository: string): Promise<FleetSnapshot> {
  const git = openGit(repository);
  const { text: sha } = await git.run(['rev-parse', 'main']);
  const { text: paths } = await git.run(['ls-tree', '-r', '--name-only', sha]);
  const read = async (path: string) => [path, (await git.run(['show', `${sha}:${path}`])).out.toString()] as const;
  return { sha, files: new Map(await Promise.all(paths.split('\n').map(read))) };
}
