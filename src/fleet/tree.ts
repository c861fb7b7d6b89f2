import { environmentPath, readEnvironments, type StandingEnvironment } from '../domain/fleet-settings.ts';
import { type FleetObject, type ParsedFile, parseFile } from './objects.ts';
import { ownerOf } from './paths.ts';

/** Path to content. */
export type FleetFiles = ReadonlyMap<string, string>;

/** A fleet repository, parsed once for all rules. */
export interface FleetTree {
  readonly files: FleetFiles;
  readonly parsed: ReadonlyMap<string, ParsedFile>;
  /** Records that can be read, by name. */
  readonly environments: ReadonlyMap<string, StandingEnvironment>;
}

/** Schemas are JSON of programs, and much of it. */
const UNPARSED = /^clusters\/[^/]+\/schemas\//;

export function parseTree(files: FleetFiles): FleetTree {
  const texts = [...files].filter(([path]) => /\.(ya?ml|json)$/.test(path) && !UNPARSED.test(path));
  const parsed = new Map(texts.map(([path, text]) => [path, parseFile(path, text)]));
  return { files, parsed, environments: readRecords(files) };
}

/** One by one: a record that is broken hides no other. */
function readRecords(files: FleetFiles): Map<string, StandingEnvironment> {
  const records = new Map<string, StandingEnvironment>();
  for (const [path, text] of files) {
    const owner = ownerOf(path);
    if (owner.kind !== 'environment' || path !== environmentPath(owner.environment)) continue;
    const record = readRecord(path, text);
    if (record) records.set(owner.environment, record);
  }
  return records;
}

function readRecord(path: string, text: string): StandingEnvironment | undefined {
  try {
    return readEnvironments({ sha: '', files: new Map([[path, text]]) })[0];
  } catch {
    // The rule about settings says why.
    return undefined;
  }
}

/** Whether a file cannot be read, which one rule says. */
export const isBroken = ({ parsed }: FleetTree, path: string): boolean => (parsed.get(path)?.broken.length ?? 0) > 0;

/** The objects of a file; none when it is broken, which is said once, or not there. */
export function objectsOf(tree: FleetTree, path: string): readonly FleetObject[] {
  return isBroken(tree, path) ? [] : (tree.parsed.get(path)?.objects ?? []);
}

/** An environment on one cluster, by its files. */
export interface PlacedFiles {
  readonly cluster: string;
  readonly environment: string;
  readonly config: readonly string[];
  readonly apps: readonly string[];
  readonly infrastructure: readonly string[];
}

/** Every environment on every cluster of which there is any file. */
export function placedFiles({ files }: FleetTree): PlacedFiles[] {
  const found = new Map<string, { cluster: string; environment: string } & Record<Part, string[]>>();
  for (const path of files.keys()) {
    const owner = ownerOf(path);
    if (owner.kind !== 'environment' || owner.cluster === null || owner.part === 'record') continue;
    const { cluster, environment, part } = owner;
    const key = `${cluster}/${environment}`;
    const entry = found.get(key) ?? { cluster, environment, config: [], apps: [], infrastructure: [] };
    entry[part].push(path);
    found.set(key, entry);
  }
  return [...found.values()];
}

type Part = 'config' | 'apps' | 'infrastructure';
