/** `berth doctor --orphans`: what requests have left although they are over, and what to do about it. Reads only. */
import type { Client } from '@temporalio/client';
import { createGithub } from '../../clients/github.ts';
import { githubError } from '../../clients/github-errors.ts';
import { type Fleet, MAIN } from '../../clients/github-fleet.ts';
import { branchHead, openFleet, readTree, type Tree } from '../../clients/github-tree.ts';
import { closedReferences } from '../../clients/ledger.ts';
import { connectTemporal } from '../../clients/temporal.ts';
import type { Config } from '../../config.ts';
import { type Finding, tryFirst } from '../finding.ts';
import { orphansOnCluster } from './clusters.ts';
import { orphansInDirectory } from './directory.ts';
import { orphansOnGithub } from './github.ts';
import type { Orphan } from './orphan.ts';
import { requestsOf } from './requests.ts';

type Deps = Pick<Config, 'temporal' | 'github' | 'directory' | 'clusters' | 'caFile'>;

/** Each thing left is a finding that is not fine. Never throws: a system that cannot be asked is one as well. */
export function findOrphans(config: Deps): Promise<Finding[]> {
  const reach = async () => {
    const fleet = await openFleet(createGithub(config)).catch(explain);
    const tree = await readMain(fleet).catch(explain);
    const closed = await closedReferences(fleet).catch(explain);
    return { detail: `ledger and requests of ${config.github.fleet}`, value: { fleet, tree, closed } };
  };
  return tryFirst('github', 'what is known of requests', reach, (github) => {
    const ask = async () => ({ detail: 'what goes on', value: await connectTemporal(config.temporal) });
    return tryFirst('temporal', 'what is known of requests', ask, (client) => lookEverywhere(config, github, client));
  });
}

async function lookEverywhere(
  config: Deps,
  { fleet, tree, closed }: { fleet: Fleet; tree: Tree; closed: ReadonlySet<string> },
  client: Client,
): Promise<Finding[]> {
  const requests = requestsOf(client, tree, closed);
  try {
    const found = [
      await lookIn('github', async () => orphansOnGithub(fleet, requests)),
      await lookIn('directory', async () => orphansInDirectory(config, requests)),
    ];
    for (const [name, { kubeconfig }] of Object.entries(config.clusters))
      found.push(await lookIn(`cluster ${name}`, async () => orphansOnCluster(name, kubeconfig.reveal(), requests)));
    return found.flat();
  } finally {
    await client.connection.close();
  }
}

function lookIn(system: string, look: () => Promise<readonly Orphan[]>): Promise<Finding[]> {
  const first = async () => {
    const value = await look();
    return { detail: value.length === 0 ? 'nothing' : `${value.length} things`, value };
  };
  return tryFirst(system, 'left over', first, async (orphans) =>
    orphans.map(({ what, detail }) => ({ system, what, ok: false, detail })),
  );
}

async function readMain(fleet: Fleet): Promise<Tree> {
  return readTree(fleet, (await branchHead(fleet, MAIN)) ?? MAIN);
}

function explain(error: unknown): never {
  throw githubError(error, 'read the fleet');
}
