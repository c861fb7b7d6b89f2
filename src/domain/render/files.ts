import type { RenderedFile } from '../change.ts';
import { inventoryPath } from '../inventories.ts';
import { appsFolder, appsIndex, fluxKustomization } from './flux.ts';
import { toOpenTofu } from './opentofu.ts';
import type { PlacementPlan } from './placement.ts';
import { wallsOf } from './walls.ts';
import { toYaml, toYamlStream } from './yaml.ts';

/** The files of one environment on one cluster. */
export function placementFiles(plan: PlacementPlan): RenderedFile[] {
  return [...infrastructureFiles(plan), fluxFile(plan), ...appsFiles(plan)];
}

/** The walls in the form the cluster's executor wants, never both; and inventories for Ansible beside them. */
function infrastructureFiles(plan: PlacementPlan): RenderedFile[] {
  const { cluster, environment, executor } = plan.placement;
  const folder = `infrastructure/${cluster}/${environment}`;
  const walls = wallsOf(plan);
  const main =
    executor === 'opentofu'
      ? { path: `${folder}/main.tf.json`, content: toOpenTofu(walls) }
      : { path: `${folder}/walls.yaml`, content: toYamlStream(walls) };
  const inventories = plan.items.flatMap(({ key, inventories: all }) =>
    all.map((inventory) => ({ path: inventoryPath(plan.placement, key), content: toYaml(inventory) })),
  );
  return [main, ...inventories];
}

function fluxFile(plan: PlacementPlan): RenderedFile {
  const { cluster, environment } = plan.placement;
  return { path: `clusters/${cluster}/config/${environment}.yaml`, content: toYaml(fluxKustomization(plan)) };
}

function appsFiles(plan: PlacementPlan): RenderedFile[] {
  const folder = appsFolder(plan.placement.cluster, plan.placement.environment);
  const items = plan.items.filter(({ objects }) => objects.length > 0);
  const names = items.map(({ key }) => `${key}.yaml`);
  return [
    { path: `${folder}/kustomization.yaml`, content: toYaml(appsIndex(names)) },
    ...items.map(({ key, objects }) => ({ path: `${folder}/${key}.yaml`, content: toYamlStream(objects) })),
  ];
}
