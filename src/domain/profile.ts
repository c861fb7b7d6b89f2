import { z } from 'zod';
import { amounts } from './amounts-schema.ts';
import { EXECUTORS } from './change.ts';
import type { FleetSnapshot } from './fleet.ts';
import { FleetDataError, readFleetFile } from './fleet-data.ts';
import { CLUSTER } from './naming.ts';

const profile = z.strictObject({
  apiVersion: z.literal('berth.dev/v1'),
  kind: z.literal('ClusterProfile'),
  name: z.string().regex(CLUSTER),
  /** Rack or data centre that is lost as one. */
  site: z.string().min(1),
  executor: z.enum(EXECUTORS),
  /** How people and Berth reach the API server; credentials are configuration, never here. */
  api: z.strictObject({
    url: z.string(),
    /** PEM; absent where every machine trusts it anyway. */
    certificateAuthority: z.string().optional(),
    issuer: z.string().optional(),
    /** The public client of the issuer by which `kubectl` signs people in. */
    clientId: z.string().default('kubernetes'),
    groupClaim: z.string().default('groups'),
  }),
  /** What may be reserved by all environments together. */
  capacity: amounts.optional(),
  storageClass: z.string().optional(),
  ingressClass: z.string().optional(),
  /** Where the ingress controller runs. */
  ingressNamespace: z.string().optional(),
  /** Suffix under which services and machines of this cluster are found from the others. */
  domain: z.string().optional(),
  /** How this cluster's site runs virtual machines; absent: not at all. */
  virtualMachines: z.enum(['kubevirt', 'ansible']).optional(),
  /** The choices of the infrastructure decision matrix, for people. */
  infrastructure: z.record(z.string(), z.string()).default({}),
});

/** What rendering, pools and `doctor` know of a cluster. */
export type ClusterProfile = z.infer<typeof profile>;

export const profilePath = (cluster: string) => `clusters/${cluster}/profile.yaml`;

/** @returns undefined when the fleet has no such cluster. @throws FleetDataError */
export function readProfile(snapshot: FleetSnapshot, cluster: string): ClusterProfile | undefined {
  const path = profilePath(cluster);
  const found = readFleetFile(snapshot, path, profile);
  if (found && found.name !== cluster) throw new FleetDataError(path, `name must be ${cluster}, as the folder`);
  return found;
}

/** Names of all clusters of the fleet, sorted. */
export function clusterNames(snapshot: FleetSnapshot): string[] {
  const names = [...snapshot.files.keys()].map((path) => /^clusters\/([^/]+)\/profile\.yaml$/.exec(path)?.[1]);
  return names.filter((name) => name !== undefined).toSorted();
}
