import { CATALOGUE, fleet, workedExample } from '../../test/support/worked-example.ts';
import { inventoryPaths } from './inventories.ts';
import { renderChange } from './render/change.ts';

const rendered = (items: { item: string; parameters: Record<string, string> }[]) =>
  renderChange(workedExample({ selection: { items } }), fleet(), CATALOGUE).plan;
const vm = (name: string) => ({ item: 'vm', parameters: { name } });
const of = (cluster: string, plan: ReturnType<typeof rendered>) =>
  inventoryPaths(plan, { cluster, environment: 'payments-prod' });

test('every machine has an inventory where the site configures machines by Ansible, and only there', () => {
  const plan = rendered([vm('billing'), vm('reports')]);
  expect(of('cluster-west-prod', plan)).toEqual([
    'infrastructure/cluster-west-prod/payments-prod/inventory-vm-billing.yaml',
    'infrastructure/cluster-west-prod/payments-prod/inventory-vm-reports.yaml',
  ]);
  expect(of('cluster-east-prod', plan)).toEqual([]);
});

test('without machines there is none', () => {
  expect(of('cluster-west-prod', rendered([{ item: 'cache', parameters: {} }]))).toEqual([]);
});

test.each([
  'infrastructure/cluster-west-prod/payments-prod/walls.yaml',
  'infrastructure/cluster-west-prod/payments-dev/inventory-vm-a.yaml',
  'infrastructure/cluster-west-prod/payments-prod/inventory-vm/../../b.yaml',
])('%s is none of payments-prod', (path) => {
  expect(inventoryPaths({ paths: [path] }, { cluster: 'cluster-west-prod', environment: 'payments-prod' })).toEqual([]);
});
