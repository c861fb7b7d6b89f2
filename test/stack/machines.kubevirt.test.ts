/*
 * A virtual machine on a cluster whose profile says `virtualMachines: kubevirt`. Its definition is the stack's small one of
 * KubeVirt's group and kind: what KubeVirt itself checks by webhooks, and that a machine boots, is not shown.
 */
import { parse } from 'yaml';
import type { KubernetesObject } from '../../src/clients/kubernetes.ts';
import { renderChange } from '../../src/domain/render/change.ts';
import { type BorrowedCluster, borrowCluster } from '../support/cluster-loan.ts';
import { CATALOGUE, fleet, workedExample } from '../support/worked-example.ts';

let cluster: BorrowedCluster;
beforeAll(async () => {
  cluster = await borrowCluster();
  await cluster.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'payments-prod' } });
});
afterAll(() => cluster.reset());

const MACHINE = { item: 'vm', parameters: { name: 'billing', cpu: 2, memory: '4Gi', disk: '40Gi' } };

/** The same request on both sites: KubeVirt in the east, Ansible in the west. */
function rendered(): ReadonlyMap<string, string> {
  const { files } = renderChange(workedExample({ selection: { items: [MACHINE] } }), fleet(), CATALOGUE);
  return new Map(files.map(({ path, content }) => [path, content]));
}
const machine = () =>
  parse(rendered().get('clusters/cluster-east-prod/apps/payments-prod/vm-billing.yaml') ?? '') as KubernetesObject;

test('the API server keeps the machine as it is rendered', async () => {
  const stored = await cluster.api.apply(machine());
  expect(stored).toMatchObject({ kind: 'VirtualMachine', spec: machine()['spec'] as object });
});

test('a field that KubeVirt does not have is refused', async () => {
  const slipped = { ...machine(), spec: { ...(machine()['spec'] as object), runStrategi: 'Always' } };
  await expect(cluster.api.apply(slipped)).rejects.toThrow('runStrategi');
});

test('the other site of the same request gets an inventory instead', () => {
  const paths = [...rendered().keys()].filter((path) => path.includes('vm-billing'));
  expect(paths).toEqual([
    'clusters/cluster-east-prod/apps/payments-prod/vm-billing.yaml',
    'infrastructure/cluster-west-prod/payments-prod/inventory-vm-billing.yaml',
  ]);
});
