/** `berth doctor --orphans`: what requests have left although they are over, and what to do about it. Reads only. */
import type { Client } from '@temporalio/client';
import { createFleetReader } from '../../clients/fleet-reader.ts';
import { createGithub, type Github } from '../../clients/github.ts';
import { githubError } from '../../clients/github-errors.ts';
import type { Fleet } from '../../clients/github-fleet.ts';
import { openFleet } from '../../clients/github-tree.ts';
import { closedReferences, createLedger } from '../../clients/ledger.ts';
import { connectTemporal } from '../../clients/temporal.ts';
import type { Config } from '../../config.ts';
import type { FleetSnapshot } from '../../domain/fleet.ts';
import { readEnvironments } from '../../domain/fleet-settings.ts';
import { lastMonths } from '../../domain/flow.ts';
import { readProfile } from '../../domain/profile.ts';
import type { OpenTofu, StateCluster } from '../executors/tofu-state.ts';
import { type Finding, tryFirst } from '../finding.ts';
import { orphansInBooks } from './books.ts';
import { orphansOnCluster } from './clusters.ts';
import { orphansInDirectory } from './directory.ts';
import { orphansOnGithub } from './github.ts';
import type { Orphan } from './orphan.ts';
import { requestsOf } from './requests.ts';
import { orphansInStates } from './states.ts';

type Deps = Pick<Config, 'temporal' | 'github' | 'directory' | 'clusters' | 'infrastructure' | 'caFile'>;

/** Closed requests whose states are looked at: each is a read of GitHub and may be a call of OpenTofu. */
const MOST_ENTRIES = 400;
const MONTHS = 12;

/** What Git knows. */
interface Known {
  readonly github: Github;
  readonly fleet: Fleet;
  readonly snapshot: FleetSnapshot;
  readonly closed: ReadonlySet<string>;
}

/** Each thing left is a finding that is not fine. Never throws: a system that cannot be asked is one as well. */
export function findOrphans(config: Deps): Promise<Finding[]> {
  const reach = async () => {
    const github = createGithub(config);
    const fleet = await openFleet(github).catch(explain);
    const snapshot = await createFleetReader(github)();
    const closed = await closedReferences(fleet).catch(explain);
    return { detail: `ledger and environments of ${config.github.fleet}`, value: { github, fleet, snapshot, closed } };
  };
  return tryFirst('github', 'what is known of requests', reach, (known) => {
    const ask = async () => ({ detail: 'what goes on', value: await connectTemporal(config.temporal) });
    return tryFirst('temporal', 'what is known of requests', ask, (client) => lookEverywhere(config, known, client));
  });
}

async function lookEverywhere(config: Deps, known: Known, client: Client): Promise<Finding[]> {
  const { fleet, snapshot, closed } = known;
  const standing = new Set(readEnvironments(snapshot).map(({ request }) => request));
  const requests = requestsOf(client, standing, closed);
  try {
    const found = [
      await lookIn('github', () => orphansOnGithub(fleet, requests)),
      await lookIn('directory', () => orphansInDirectory(config, requests)),
      await lookIn('reservations', () => orphansInBooks(client, requests)),
    ];
    for (const [name, { kubeconfig }] of Object.entries(config.clusters))
      found.push(await lookIn(`cluster ${name}`, () => orphansOnCluster(name, kubeconfig.reveal(), requests)));
    const { opentofu } = config.infrastructure;
    if (opentofu) found.push(await lookIn('opentofu', () => leftStates(config, opentofu, known)));
    return found.flat();
  } finally {
    await client.connection.close();
  }
}

async function leftStates(config: Deps, opentofu: OpenTofu, { github, snapshot }: Known): Promise<Orphan[]> {
  const clusters = stateClusters(config, opentofu, snapshot);
  if (clusters.length === 0) return [];
  const { entries } = await createLedger(github).ofMonths(lastMonths(new Date(), MONTHS), MOST_ENTRIES);
  return orphansInStates(clusters, entries, new Set(readEnvironments(snapshot).map(({ name }) => name)));
}

/** Of the clusters whose profile leaves walls to OpenTofu. */
function stateClusters({ clusters }: Deps, opentofu: OpenTofu, snapshot: FleetSnapshot): StateCluster[] {
  return Object.entries(clusters)
    .filter(([name]) => readProfile(snapshot, name)?.executor === 'opentofu')
    .map(([name, { kubeconfig, planKubeconfig }]) => ({ name, opentofu, kubeconfig, planKubeconfig }));
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
