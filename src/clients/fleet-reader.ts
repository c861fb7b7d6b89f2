import { type FleetSnapshot, isFleetSetting } from '../domain/fleet.ts';
import { ClientError } from './client-error.ts';
import type { Github } from './github.ts';
import { githubError } from './github-errors.ts';
import { type Fleet, MAIN } from './github-fleet.ts';
import { branchHead, openFleet, readTree } from './github-tree.ts';
import { keepBlobs, type ReadBlobs } from './kept-blobs.ts';

/**
 * Reads the settings of the fleet at a commit, at main's head unless one is named; and what is wanted beside them.
 * Throws ClientError.
 */
export type ReadFleet = (sha?: string, also?: (path: string) => boolean) => Promise<FleetSnapshot>;

/** More than any fleet's settings; reached only after weeks of changes. */
const MOST_KEPT = 20_000;

export function createFleetReader(github: Github): ReadFleet {
  const readBlobs = keepBlobs(MOST_KEPT, String);
  return (sha, also = () => false) =>
    readSnapshot(github, readBlobs, also, sha).catch((error: unknown) => {
      throw githubError(error, 'read the fleet');
    });
}

async function readSnapshot(
  github: Github,
  readBlobs: ReadBlobs<string>,
  also: (path: string) => boolean,
  sha?: string,
): Promise<FleetSnapshot> {
  const fleet = await openFleet(github);
  const at = sha ?? (await mainHead(fleet));
  const wanted = [...(await readTree(fleet, at))].filter(([path]) => isFleetSetting(path) || also(path));
  const shas = wanted.map(([, entry]) => entry.sha);
  const contents = await readBlobs(fleet, shas);
  return { sha: at, files: new Map(wanted.map(([path], n) => [path, contents[n] ?? ''])) };
}

async function mainHead(fleet: Fleet): Promise<string> {
  const sha = await branchHead(fleet, MAIN);
  if (sha) return sha;
  throw new ClientError(
    'Configuration',
    `The fleet repository has no branch ${MAIN}; make it with \`berth fleet init\`.`,
  );
}
