import { type FleetSnapshot, isFleetSetting } from '../domain/fleet.ts';
import { ClientError } from './client-error.ts';
import type { Github } from './github.ts';
import { githubError } from './github-errors.ts';
import { type Fleet, MAIN } from './github-fleet.ts';
import { branchHead, openFleet, readTree } from './github-tree.ts';

/**
 * Reads the settings of the fleet at a commit, at main's head unless one is named; and what is wanted beside them.
 * Throws ClientError.
 */
export type ReadFleet = (sha?: string, also?: (path: string) => boolean) => Promise<FleetSnapshot>;

const READS_AT_ONCE = 8;
/** More than any fleet's settings; reached only after weeks of changes. */
const MOST_KEPT = 20_000;

/** Blobs never change, so each is read once in the life of the process. */
export function createFleetReader(github: Github): ReadFleet {
  const kept = new Map<string, string>();
  return (sha, also = () => false) =>
    readSnapshot(github, kept, also, sha).catch((error: unknown) => {
      throw githubError(error, 'read the fleet');
    });
}

async function readSnapshot(
  github: Github,
  kept: Map<string, string>,
  also: (path: string) => boolean,
  sha?: string,
): Promise<FleetSnapshot> {
  const fleet = await openFleet(github);
  const at = sha ?? (await mainHead(fleet));
  const wanted = [...(await readTree(fleet, at))].filter(([path]) => isFleetSetting(path) || also(path));
  const shas = wanted.map(([, entry]) => entry.sha);
  const contents = await readBlobs(fleet, kept, shas);
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

async function readBlobs(fleet: Fleet, kept: Map<string, string>, shas: readonly string[]): Promise<string[]> {
  if (kept.size > MOST_KEPT) kept.clear();
  const contents: string[] = [];
  for (let i = 0; i < shas.length; i += READS_AT_ONCE) {
    const batch = shas.slice(i, i + READS_AT_ONCE);
    contents.push(...(await Promise.all(batch.map(async (sha) => kept.get(sha) ?? readBlob(fleet, sha)))));
  }
  shas.forEach((sha, n) => kept.set(sha, contents[n] ?? ''));
  return contents;
}

async function readBlob(fleet: Fleet, sha: string): Promise<string> {
  const { data } = await fleet.rest.git.getBlob({ ...fleet.at, file_sha: sha });
  return Buffer.from(data.content, 'base64').toString('utf8');
}
