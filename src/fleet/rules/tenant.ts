import { FLUX_NAMESPACE } from '../../domain/render/manifest.ts';
import { type FleetFinding, type Place, refuse } from '../finding.ts';
import { type FleetObject, textAt, valueAt } from '../objects.ts';
import { type FleetTree, isBroken, objectsOf, type PlacedFiles, placedFiles } from '../tree.ts';
import { mayApply, readTenantRole, type TenantRole } from './tenant-role.ts';

const MEND = 'An environment touches nothing but its own: render it by Berth again.';
const outside = (place: Place, what: string) => refuse('tenant', place, what, MEND);

/** The cross-tenant guard over what Flux does: with whose rights, from where, into which namespace. */
export function checkTenants(tree: FleetTree): FleetFinding[] {
  return placedFiles(tree).flatMap((placed) => [
    ...placed.config.flatMap((path) => checkConfig(tree, path, placed)),
    ...checkApps(tree, placed),
  ]);
}

/** What a Kustomization of an environment may say beside; anything else could reach Flux's own namespace. */
const HARMLESS: ReadonlySet<string> = new Set([
  'interval',
  'retryInterval',
  'timeout',
  'prune',
  'wait',
  'healthCheckExprs',
  'force',
  'suspend',
]);

function checkConfig(tree: FleetTree, path: string, { cluster, environment }: PlacedFiles): FleetFinding[] {
  if (isBroken(tree, path)) return [];
  const [object, ...more] = objectsOf(tree, path);
  if (!object) return [outside({ path, line: 1 }, 'holds nothing')];
  const others = more.map(({ place }) => outside(place('kind'), 'holds more than one Flux Kustomization'));
  const expected: readonly (readonly [readonly string[], readonly (string | undefined)[]])[] = [
    [['apiVersion'], ['kustomize.toolkit.fluxcd.io/v1']],
    [['kind'], ['Kustomization']],
    [['metadata', 'name'], [environment]],
    [['metadata', 'namespace'], [FLUX_NAMESPACE]],
    [['spec', 'serviceAccountName'], [environment]],
    [
      ['spec', 'targetNamespace'],
      [undefined, environment],
    ],
    [['spec', 'path'], [`./clusters/${cluster}/apps/${environment}`]],
    [['spec', 'sourceRef', 'kind'], ['GitRepository']],
    [['spec', 'sourceRef', 'name'], ['flux-system']],
    [
      ['spec', 'sourceRef', 'namespace'],
      [undefined, FLUX_NAMESPACE],
    ],
  ];
  const wrong = expected.filter(
    ([keys, allowed]) => !allowed.some((value) => value === valueAt(object.value, ...keys)),
  );
  const known = new Set([...HARMLESS, ...expected.flatMap(([keys]) => (keys[0] === 'spec' ? [keys[1] ?? ''] : []))]);
  const strange = Object.keys(valueAt(object.value, 'spec') ?? {}).filter((key) => !known.has(key));
  return [
    ...others,
    ...wrong.map(([keys, allowed]) =>
      outside(object.place(...keys), `${keys.join('.')} must be ${allowed.find((value) => value !== undefined) ?? ''}`),
    ),
    ...strange.map((key) => outside(object.place('spec', key), `spec.${key} is nothing Berth writes`)),
  ];
}

function checkApps(tree: FleetTree, { cluster, environment, apps }: PlacedFiles): FleetFinding[] {
  const folder = `clusters/${cluster}/apps/${environment}/`;
  const role = readTenantRole(tree, cluster);
  return apps.flatMap((path) => {
    if (path === `${folder}kustomization.yaml`) return checkIndex(tree, path, folder, apps);
    return objectsOf(tree, path).flatMap((object) => checkObject(object, environment, role));
  });
}

/** An index that names plain files of its own folder: by anything else it could read what is another's. */
function checkIndex(tree: FleetTree, path: string, folder: string, apps: readonly string[]): FleetFinding[] {
  const [index] = objectsOf(tree, path);
  if (!index) return [];
  const listed = valueAt(index.value, 'resources');
  const names = Array.isArray(listed) ? listed.map(String) : [];
  const strange = Object.keys(index.value).filter((key) => !['apiVersion', 'kind', 'resources'].includes(key));
  const unnamed = apps.filter((file) => file !== path && !names.includes(file.slice(folder.length)));
  return [
    ...strange.map((key) => outside(index.place(key), `${key} is nothing Berth writes`)),
    ...names.flatMap((name, i) =>
      tree.files.has(`${folder}${name}`)
        ? []
        : [outside(index.place('resources', i), `${name} is no file of ${folder}`)],
    ),
    ...unnamed.map((file) =>
      outside({ path: file, line: 1 }, 'is not named in kustomization.yaml, so nobody applies it'),
    ),
  ];
}

function checkObject({ value, place }: FleetObject, environment: string, role: TenantRole | null): FleetFinding[] {
  const kind = textAt(value, 'kind');
  const title = `${kind} ${textAt(value, 'metadata', 'name')}`;
  const namespace = valueAt(value, 'metadata', 'namespace');
  if (namespace !== environment) {
    const where = namespace === undefined ? 'names no namespace' : `is in the namespace ${textAt(namespace)}`;
    return [outside(place('metadata', 'namespace'), `${title} ${where} and not in ${environment}`)];
  }
  if (!role || mayApply(role, textAt(value, 'apiVersion'), kind)) return [];
  const what = `${title} is nothing that Flux may apply for an environment`;
  return [refuse('tenant', place('kind'), what, `Leave it out; or the platform adds ${kind} to ${role.path}.`)];
}
