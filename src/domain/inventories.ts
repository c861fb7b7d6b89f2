import type { ChangePlan, Placement } from './change.ts';

type Place = Pick<Placement, 'cluster' | 'environment'>;

/** Where the inventory of one item is, for instance `inventory-vm-billing.yaml`. */
export const inventoryPath = ({ cluster, environment }: Place, key: string) =>
  `infrastructure/${cluster}/${environment}/inventory-${key}.yaml`;

/** Those paths of a change that are inventories of this placement: none unless it has machines for Ansible. */
export function inventoryPaths({ paths }: Pick<ChangePlan, 'paths'>, place: Place): string[] {
  const [start = '', end = ''] = inventoryPath(place, '*').split('*');
  return paths.filter(
    (path) => path.startsWith(start) && path.endsWith(end) && !path.slice(start.length).includes('/'),
  );
}
