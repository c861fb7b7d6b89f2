/** What the clusters' profiles ask for beside the cluster itself: who makes the walls, and who configures machines. */
import type { Config } from '../../config.ts';
import type { FleetSnapshot } from '../../domain/fleet.ts';
import { type ClusterProfile, profilePath, readProfile } from '../../domain/profile.ts';
import { type Finding, Missing, tryFirst } from '../finding.ts';
import { checkActions } from './actions.ts';
import { checkAnsible } from './ansible.ts';
import { checkOpenTofu } from './opentofu.ts';

/** @param adminToken of an administrator of the fleet repository, to whom alone GitHub shows runners. */
export async function checkExecutors(
  config: Pick<Config, 'github' | 'clusters' | 'infrastructure'>,
  fleet: FleetSnapshot | undefined,
  adminToken?: string,
): Promise<Finding[]> {
  if (!fleet) return [];
  const profiles: ClusterProfile[] = [];
  const unreadable: Finding[] = [];
  for (const cluster of Object.keys(config.clusters)) {
    const read = async () => ({ detail: '', value: profiles.push(profileOf(fleet, cluster)) });
    const found = await tryFirst(`cluster ${cluster}`, 'profile', read, async () => []);
    unreadable.push(...found.filter(({ ok }) => !ok));
  }
  const where = (asks: (profile: ClusterProfile) => boolean) => profiles.filter(asks).map(({ name }) => name);
  const found = [
    await checkOpenTofu(
      config,
      where(({ executor }) => executor === 'opentofu'),
    ),
    await checkAnsible(
      config,
      where(({ virtualMachines }) => virtualMachines === 'ansible'),
    ),
    await checkActions(
      config,
      where(({ executor }) => executor === 'github-actions'),
      adminToken,
    ),
  ];
  return [...unreadable, ...found.flat()];
}

function profileOf(fleet: FleetSnapshot, cluster: string): ClusterProfile {
  const profile = readProfile(fleet, cluster);
  if (profile) return profile;
  const mend = `Add it to the fleet, or take clusters.${cluster} out of the configuration.`;
  throw new Missing(`The fleet has no ${profilePath(cluster)}. ${mend}`);
}
