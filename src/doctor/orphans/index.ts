/** `berth doctor --orphans`: what requests have left although they are over, and what to do about it. Reads only. */
import type { Client } from '@temporalio/client';
import { createFleetReader } from '../../clients/fleet-reader.ts';
import { createGithub } from '../../clients/github.ts';
import { githubError } from '../../clients/github-errors.ts';
import type { Fleet } from '../../clients/github-fleet.ts';
import { openFleet } from '../../clients/github-tree.ts';
import { closedReferences } from '../../clients/ledger.ts';
import { connectTemporal } from '../../clients/temporal.ts';
import type { Config } from '../../config.ts';
import { readEnvironments } from '../../domain/fleet-settings.ts';
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
    const github = createGithub(config);
    const fleet = await openFleet(github).catch(explain);
    const standing = new Set(readEnvironments(await createFleetReader(github)()).map(({ request }) => request));
    const closed = await closedReferences(fleet).catch(explain);
    return { detail: `ledger and environments of ${config.github.fleet}`, value: { fleet, standing, closed } };
  };
  return tryFirst('github', 'what is known of requests', reach, (github) => {
    const ask = async () => ({ detail: 'what goes on', value: await connectTemporal(config.temporal) });
    return tryFirst('temporal', 'what is known of requests', ask, (client) => lookEverywhere(config, github, client));
  });
}

async function lookEverywhere(
  config: Deps,
  { fleet, standing, closed }: { fleet: Fleet; standing: ReadonlySet<string>; closed: ReadonlySet<string> },
  client: Client,
): Promise<Finding[]> {
  const requests = requestsOf(client, standing, closed);
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

function explain(error: unknown): never {
  throw githubError(error, 'read the fleet');
}
