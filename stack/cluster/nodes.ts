/*
 * Simulated nodes: kwok keeps them ready and says of the pods that the real scheduler puts on them that they run. No
 * container ever runs. The same program plays the operators whose kinds environments use (operators/stages.yaml).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../sandbox/cluster/objects.ts';
import { freePorts } from '../../scripts/kit/ports.ts';
import { flags } from '../kit/flags.ts';
import type { Service, ServiceGroup } from '../kit/service.ts';
import { KUBERNETES_PROGRAMS } from '../programs/kubernetes.ts';
import { pathsOf } from '../programs/program.ts';
import type { ControlPlane } from './control-plane.ts';

export const OPERATORS = join(import.meta.dirname, 'operators');
/** As the fleet's cluster profiles have them. */
const SIZE = { cpu: '16', memory: '64Gi', pods: '110' };

/** Makes the nodes and waits until all are ready. @throws MissingPrograms, Error */
export async function startNodes(plane: ControlPlane, group: ServiceGroup, count: number): Promise<Service> {
  const { admin, folder, name } = plane;
  const { kwok, stages } = pathsOf({ kwok: KUBERNETES_PROGRAMS.kwok, stages: KUBERNETES_PROGRAMS['kwok-stages'] });
  const config = join(folder, 'kwok-stages.yaml');
  writeFileSync(
    config,
    [stages, join(OPERATORS, 'stages.yaml')].map((file) => readFileSync(file, 'utf8')).join('---\n'),
  );
  await Promise.all(Array.from({ length: count }, (_, i) => admin.send('POST', '/api/v1/nodes', node(name, i + 1))));
  const [port] = await freePorts(1);
  return group.start({
    name: `${name}.kwok`,
    program: kwok,
    args: flags({
      config,
      kubeconfig: plane.kubeconfigFile('kwok'),
      'manage-all-nodes': true,
      'node-lease-duration-seconds': 40,
      cidr: '10.244.0.1/16',
      'node-ip': '10.0.0.1',
      'server-address': `127.0.0.1:${port}`,
    }),
    ready: async () => (await admin.list({ apiVersion: 'v1', kind: 'Node' })).every(isReady),
  });
}

function node(cluster: string, number: number): KubeObject {
  const name = `${cluster}-${String(number).padStart(2, '0')}`;
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/zone': cluster,
  };
  const nodeInfo = { kubeletVersion: 'kwok', operatingSystem: 'linux', architecture: 'amd64' };
  const status = { allocatable: SIZE, capacity: SIZE, nodeInfo };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, status };
}

function isReady(object: KubeObject): boolean {
  const { conditions = [] } = (object['status'] ?? {}) as { conditions?: { type: string; status: string }[] };
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
