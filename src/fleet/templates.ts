import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { compare } from '../domain/compare.ts';
import { CLUSTER } from '../domain/naming.ts';

const FOLDER = join(import.meta.dirname, 'template');

/** What a new cluster's profile says at first. */
export interface ClusterSeed {
  readonly name: string;
  /** URL of its API server, when it is known. */
  readonly api?: string;
}

export interface FleetSeed {
  readonly organisation: string;
  /** GitHub user or `organisation/team` that is asked to review. */
  readonly owner: string;
  readonly clusters: readonly ClusterSeed[];
}

/** The clusters of a fleet for which nobody names any: production on two racks, and a place to develop. */
export const DEFAULT_CLUSTERS = ['cluster-east-prod', 'cluster-west-prod', 'cluster-east-dev'] as const;

interface ClusterTraits {
  readonly site: string;
  readonly executor: string;
  readonly virtualMachines: string;
}

const TRAITS: Readonly<Record<string, ClusterTraits>> = {
  'cluster-east-prod': { site: 'rack-a', executor: 'kubernetes', virtualMachines: 'kubevirt' },
  'cluster-west-prod': { site: 'rack-b', executor: 'kubernetes', virtualMachines: 'ansible' },
  'cluster-east-dev': { site: 'rack-a', executor: 'github-actions', virtualMachines: 'kubevirt' },
};

/** Every file of a new fleet repository: path to content. */
export function seedFiles({ organisation, owner, clusters }: FleetSeed): Map<string, string> {
  const title = organisation.replace(/^./, (letter) => letter.toUpperCase());
  const shared = fill(readTemplates('repository'), { ORGANISATION: organisation, TITLE: title, OWNER: owner });
  const placed = clusters.flatMap((cluster) =>
    fill(readTemplates('cluster'), wordsOf(cluster)).map(
      ([path, text]) => [`clusters/${cluster.name}/${path}`, text] as const,
    ),
  );
  return new Map([...shared, ...placed].toSorted(([a], [b]) => compare(a, b)));
}

function wordsOf({ name, api = `https://${name}.example.test:6443` }: ClusterSeed): Record<string, string> {
  const [, region = name] = CLUSTER.exec(name) ?? [];
  const traits = TRAITS[name] ?? { site: region, executor: 'kubernetes', virtualMachines: 'kubevirt' };
  const { site, executor, virtualMachines } = traits;
  return { CLUSTER: name, API: api, SITE: site, EXECUTOR: executor, VIRTUAL_MACHINES: virtualMachines };
}

type Template = readonly [path: string, text: string];

function readTemplates(part: 'repository' | 'cluster'): Template[] {
  const folder = join(FOLDER, part);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => {
    const file = join(entry.parentPath, entry.name);
    return [relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8')] as const;
  });
}

/** `__WORD__`, since the workflows have braces and dollars of their own. */
function fill(templates: readonly Template[], words: Readonly<Record<string, string>>): Template[] {
  const filled = (text: string) => text.replaceAll(/__([A-Z]+(?:_[A-Z]+)*)__/g, (_, word: string) => words[word] ?? '');
  return templates.map(([path, text]) => [path, filled(text)] as const);
}
