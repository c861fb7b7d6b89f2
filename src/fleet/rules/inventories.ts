import { inventoryPaths } from '../../domain/inventories.ts';
import { inspectInventory } from '../../infrastructure/inventories.ts';
import { type FleetFinding, refuse } from '../finding.ts';
import { type FleetTree, objectsOf, type PlacedFiles, placedFiles } from '../tree.ts';

const MEND = 'Ansible carries it out on the worker: render it by Berth again.';

/** Inventories as the worker reads them before it hands them to Ansible. */
export const checkInventories = (tree: FleetTree): FleetFinding[] =>
  placedFiles(tree).flatMap((placed) => checkPlaced(tree, placed));

function checkPlaced(tree: FleetTree, placed: PlacedFiles): FleetFinding[] {
  const paths = inventoryPaths({ paths: placed.infrastructure }, placed);
  return paths
    .filter((path) => objectsOf(tree, path).length > 0)
    .flatMap((path) => {
      const found = inspectInventory(tree.files.get(path) ?? '');
      return 'wrong' in found ? [refuse('tenant', { path, line: 1 }, found.wrong, MEND)] : [];
    });
}
