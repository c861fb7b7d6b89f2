import { fleetFiles } from '../sandbox/fleet.ts';

const LEFT_TO_OPENTOFU = 'clusters/cluster-west-prod/profile.yaml';

/** The sandbox's fleet with one cluster left to OpenTofu, so that each executor that runs by itself has a cluster. */
export function stackFleetFiles(): ReadonlyMap<string, string> {
  const files = new Map(fleetFiles());
  const profile = files.get(LEFT_TO_OPENTOFU) ?? '';
  return files.set(LEFT_TO_OPENTOFU, profile.replace(/^executor: .*$/m, 'executor: opentofu'));
}
