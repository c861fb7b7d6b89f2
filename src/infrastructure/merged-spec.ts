import { parse } from 'yaml';
import { approvedBy, environmentPath, projectPath } from '../domain/fleet-settings.ts';
import { ownedPaths, type RenderedOwner } from '../domain/owned-paths.ts';
import { specHash } from '../domain/spec-hash.ts';
import { InfrastructureError } from './error.ts';
import type { ReadFleetFile } from './order.ts';

/** The fleet at one commit. */
export interface FleetAt {
  readonly readFile: ReadFleetFile;
  readonly listPaths: (sha: string) => Promise<string[]>;
}

/** What a run is told: everything else is read from the commit. */
export interface SpecClaim {
  readonly reference: string;
  readonly environment: string;
  readonly mergeSha: string;
  readonly specHash: string;
}

/** Whose verified files are. */
export interface VerifiedOwner extends RenderedOwner {
  /** True when they take the environment away: then it has no walls any more. */
  readonly removes: boolean;
}

/**
 * Proves that the files at a commit are what was approved, by hashing them again; returns whose they are.
 * @throws InfrastructureError `UnapprovedMerge`
 */
export async function verifySpec(fleet: FleetAt, claim: SpecClaim): Promise<VerifiedOwner> {
  const owner = await readOwner(fleet, claim);
  const paths = ownedPaths(await fleet.listPaths(claim.mergeSha), owner);
  const read = async (path: string) => ({ path, content: (await fleet.readFile(claim.mergeSha, path)) ?? '' });
  const found = specHash(await Promise.all(paths.map(read)));
  if (found !== claim.specHash) throw unapproved(claim, `holds files that hash to ${found}, not to ${claim.specHash}`);
  return owner;
}

async function readOwner({ readFile }: FleetAt, claim: SpecClaim): Promise<VerifiedOwner> {
  const { reference, environment, mergeSha } = claim;
  const record = (await readRecord(readFile, mergeSha, environmentPath(environment))) as EnvironmentRecord | null;
  if (!record || approvedBy(record) !== reference) throw unapproved(claim, `has no ${environment} of ${reference}`);
  const project = (await readRecord(readFile, mergeSha, projectPath(record.project))) as { request?: string } | null;
  return {
    reference,
    environment,
    project: record.project,
    clusters: record.placements.map(({ cluster }) => cluster),
    ownsProject: project?.request === reference,
    removes: record.removal !== undefined,
  };
}

/** The part that is needed of `environments/<environment>/berth.yaml`; the hash proves the whole. */
interface EnvironmentRecord {
  readonly request: string;
  readonly removal?: string;
  readonly project: string;
  readonly placements: readonly { readonly cluster: string }[];
}

async function readRecord(readFile: ReadFleetFile, sha: string, path: string): Promise<unknown> {
  const text = await readFile(sha, path);
  return text === null ? null : parse(text, { maxAliasCount: 0 });
}

const unapproved = ({ mergeSha }: SpecClaim, why: string) =>
  new InfrastructureError('UnapprovedMerge', `Commit ${mergeSha.slice(0, 7)} ${why}; nothing was applied`);
