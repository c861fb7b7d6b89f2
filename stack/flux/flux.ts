/*
 * Flux's source-controller and kustomize-controller, as processes beside the cluster instead of pods in it, locked down
 * for tenants: no reference to another namespace, no remote bases, no Kustomization without a service account's rights.
 *
 * Other than in production: source-controller's artifact store is ours (artifact/); there is no notification-controller
 * and no helm-controller; the controllers sign in by certificates under the names of their service accounts.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../scripts/kit/ports.ts';
import type { AdminApi } from '../cluster/admin-api.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { applyDefinitions } from '../cluster/manifests.ts';
import type { DaemonOrder } from '../kit/daemon.ts';
import { flags } from '../kit/flags.ts';
import type { Service, ServiceGroup } from '../kit/service.ts';
import { FLUX_PROGRAMS } from '../programs/flux.ts';
import { pathsOf } from '../programs/program.ts';
import { FLUX_NAMESPACE, prepareFlux } from './bootstrap.ts';

export type FluxPart = 'source-controller' | 'kustomize-controller';

/** Every Kustomization of the source is reconciled for each new commit; a few at a time keep the queue short. */
const CONCURRENT = 10;
const SETTINGS = {
  'default-service-account': 'default',
  'no-cross-namespace-refs': true,
  'no-remote-bases': true,
  // Else an environment that is not ready is waited for until its timeout, before Flux sees that it is mended or gone.
  'feature-gates': 'CancelHealthCheckOnNewRevision=true',
} as const;

/** Brings the cluster what `startFlux` needs there: kinds, accounts and rights. @throws MissingPrograms, Error */
export async function installFlux(admin: AdminApi): Promise<void> {
  const { 'flux-crds': definitions } = pathsOf(FLUX_PROGRAMS);
  await Promise.all([applyDefinitions(admin, [definitions]), prepareFlux(admin)]);
}

/** Starts both controllers. @throws MissingPrograms, Error */
export async function startFlux(plane: ControlPlane, group: ServiceGroup): Promise<Record<FluxPart, Service>> {
  const programs = pathsOf(FLUX_PROGRAMS);
  const [artifacts] = await freePorts(1);
  const address = `127.0.0.1:${artifacts}`;
  const storage = join(plane.folder, 'artifacts');
  mkdirSync(storage, { recursive: true });
  const store = { 'storage-path': storage, 'storage-addr': address, 'storage-adv-addr': address };
  const start = (order: DaemonOrder) => group.start(order);
  const [source, kustomize] = await Promise.all([
    controllerOrder(plane, 'source-controller', programs['source-controller'], store).then(start),
    controllerOrder(plane, 'kustomize-controller', programs['kustomize-controller'], SETTINGS).then(start),
  ]);
  return { 'source-controller': source, 'kustomize-controller': kustomize };
}

async function controllerOrder(
  plane: ControlPlane,
  name: FluxPart,
  program: string,
  own: Readonly<Record<string, string | boolean>>,
): Promise<DaemonOrder> {
  const [health] = await freePorts(1);
  // At its start each removes what it finds of its like in the folder for temporary files.
  const temporary = join(plane.folder, `${name}-tmp`);
  mkdirSync(temporary, { recursive: true });
  return {
    name: `${plane.name}.${name}`,
    program,
    args: flags({
      'enable-leader-election': false,
      'watch-all-namespaces': true,
      'log-encoding': 'json',
      'metrics-addr': '0',
      'health-addr': `127.0.0.1:${health}`,
      concurrent: CONCURRENT,
      ...own,
    }),
    env: { KUBECONFIG: plane.kubeconfigFile(name), RUNTIME_NAMESPACE: FLUX_NAMESPACE, TMPDIR: temporary },
    ready: async () => (await fetch(`http://127.0.0.1:${health}/readyz`)).ok,
  };
}
