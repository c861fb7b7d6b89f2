/** One real cluster with its Flux, nodes and Berth's account, in the shape of the sandbox's. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../sandbox/cluster/objects.ts';
import { apiVersionOf, RESOURCES } from '../../sandbox/cluster/resources.ts';
import { bootstrapFlux, type FleetAccess } from '../flux/bootstrap.ts';
import { type FluxPart, installFlux, startFlux } from '../flux/flux.ts';
import type { RunningPart, StackContext } from '../kit/context.ts';
import { type Service, ServiceGroup } from '../kit/service.ts';
import { FLUX_PROGRAMS } from '../programs/flux.ts';
import { KUBERNETES_PROGRAMS } from '../programs/kubernetes.ts';
import { pathsOf } from '../programs/program.ts';
import { type AdminApi, AdminApiError, targetOf } from './admin-api.ts';
import type { PeopleIssuer } from './authentication.ts';
import { documentedRules, makeBerthAccount, setBerthRules, withoutRight } from './berth-account.ts';
import { type ControlPlanePart, startControlPlane } from './control-plane.ts';
import { kubeconfig } from './kubeconfig.ts';
import { applyDefinitions } from './manifests.ts';
import { OPERATORS, startNodes } from './nodes.ts';

export interface StackClusterOptions {
  /** Name of the cluster, e.g. `cluster-east-prod`: its folder in the fleet and its context in the kubeconfig. */
  readonly name: string;
  /** From where Flux takes the desired state; without it Flux waits to be bootstrapped. */
  readonly fleet?: FleetAccess;
  readonly nodes: number;
  readonly issuer?: PeopleIssuer;
}

export type StackClusterPart = ControlPlanePart | FluxPart | 'kwok';

export interface StackCluster extends RunningPart {
  readonly url: string;
  /** YAML with authority and token: Berth's credentials. */
  readonly kubeconfig: string;
  /** All rights, for whoever looks from outside. */
  readonly admin: AdminApi;
  /** Every process of the cluster. */
  readonly services: Readonly<Record<StackClusterPart, Service>>;
  /** What is stored of the kinds that the sandbox's cluster knows. */
  objects(): Promise<KubeObject[]>;
  /** Somebody outside Berth applies an object, with all rights. */
  putByHand(object: KubeObject): Promise<void>;
  /** Somebody outside Berth deletes an object. */
  deleteByHand(object: KubeObject): Promise<void>;
  /** Takes a right from Berth's account, everywhere: `revoke('patch', 'namespaces')`. */
  revoke(verb: string, resource: string): Promise<void>;
  /** Stops all nodes, so that no workload becomes ready, whatever its name. */
  holdWorkload(name: string): Promise<void>;
  releaseWorkload(name: string): Promise<void>;
}

/**
 * Starts everything of one cluster; what was started is ended again when something does not come up.
 * @throws MissingPrograms, or Error with the last lines of what did not get ready.
 */
export async function startStackCluster(context: StackContext, options: StackClusterOptions): Promise<StackCluster> {
  const { kubectl: _, kubeconform: __, ...needed } = KUBERNETES_PROGRAMS;
  // All that are missing are named before anything starts.
  pathsOf({ ...needed, ...FLUX_PROGRAMS });
  const group = new ServiceGroup(context.folder);
  try {
    return await build(context, group, options);
  } catch (error) {
    await group.close();
    throw error;
  }
}

async function build(context: StackContext, group: ServiceGroup, options: StackClusterOptions): Promise<StackCluster> {
  const { fleet } = options;
  const plane = await startControlPlane(context, group, options);
  const { admin, name, url } = plane;
  const definitions = applyDefinitions(admin, operatorFiles());
  const installed = Promise.all([definitions, installFlux(admin)]);
  const [services, token, kwok, flux] = await Promise.all([
    plane.startRest(),
    makeBerthAccount(admin),
    definitions.then(() => startNodes(plane, group, options.nodes)),
    installed.then(() => startFlux(plane, group)),
    fleet && installed.then(() => bootstrapFlux(admin, name, fleet)),
  ]);
  return {
    url,
    kubeconfig: kubeconfig({ cluster: name, url, ca: context.authority.cert, user: 'berth', credentials: { token } }),
    admin,
    services: { ...services, ...flux, kwok },
    ...clusterByHand(admin, kwok),
    close: () => {
      admin.close();
      return group.close();
    },
  };
}

function operatorFiles(): string[] {
  const files = readdirSync(OPERATORS).filter((file) => file !== 'stages.yaml');
  return files.map((file) => join(OPERATORS, file));
}

/** What somebody beside Berth sees and does on a cluster. */
export function clusterByHand(admin: AdminApi, kwok: Pick<Service, 'kill' | 'restart'>) {
  let rules = documentedRules();
  return {
    objects: async () => (await Promise.all(RESOURCES.map((kind) => listIfKnown(admin, kind)))).flat(),
    putByHand: async (object: KubeObject) => void (await admin.apply(object)),
    deleteByHand: async (object: KubeObject) => void (await admin.delete(targetOf(object))),
    revoke: (verb: string, resource: string) => {
      rules = withoutRight(rules, verb, resource);
      return setBerthRules(admin, rules);
    },
    holdWorkload: () => kwok.kill(),
    releaseWorkload: () => kwok.restart(),
  };
}

/** Kinds of operators that are not here have no objects. */
async function listIfKnown(admin: AdminApi, resource: (typeof RESOURCES)[number]): Promise<KubeObject[]> {
  try {
    return await admin.list({ apiVersion: apiVersionOf(resource), kind: resource.kind });
  } catch (error) {
    if (error instanceof AdminApiError && error.code === 404) return [];
    throw error;
  }
}
