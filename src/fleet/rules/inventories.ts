import { InfrastructureError } from '../../infrastructure/error.ts';
import { readInventories } from '../../infrastructure/inventories.ts';
import { type FleetFinding, refuse } from '../finding.ts';
import { type FleetTree, objectsOf, placedFiles } from '../tree.ts';

const MEND = 'Ansible carries it out on the worker: render it by Berth again.';

/** Inventories as the worker reads them before it hands them to Ansible. */
export async function checkInventories(tree: FleetTree): Promise<FleetFinding[]> {
  const placed = placedFiles(tree).flatMap(({ cluster, environment, infrastructure }) =>
    infrastructure.filter((path) => objectsOf(tree, path).length > 0).map((path) => ({ cluster, environment, path })),
  );
  const found = await Promise.all(placed.map(({ path, ...placement }) => checkInventory(tree, path, placement)));
  return found.flat();
}

async function checkInventory(
  { files }: FleetTree,
  path: string,
  placement: { readonly cluster: string; readonly environment: string },
): Promise<FleetFinding[]> {
  const read = () => Promise.resolve(files.get(path) ?? null);
  try {
    await readInventories(read, { placement, mergeSha: '', plan: { paths: [path] } });
    return [];
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error;
    const what = error.message.replace(/^At commit , \S+ /, '');
    return [refuse('tenant', { path, line: 1 }, what, MEND)];
  }
}
