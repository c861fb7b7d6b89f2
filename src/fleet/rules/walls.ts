import { parse } from 'yaml';
import { FLUX_NAMESPACE } from '../../domain/render/manifest.ts';
import { TENANT_ROLE } from '../../domain/render/walls.ts';
import { InfrastructureError } from '../../infrastructure/error.ts';
import { type DeclaredResource, readDeclared } from '../../infrastructure/tofu-file.ts';
import { isInside, WALL_KINDS } from '../../infrastructure/walls.ts';
import { type FleetFinding, type Place, refuse } from '../finding.ts';
import { type FleetObject, textAt, valueAt } from '../objects.ts';
import { type FleetTree, objectsOf, placedFiles } from '../tree.ts';

const MEND = 'Walls are of one environment alone: render it by Berth again.';
const outside = (place: Place, what: string) => refuse('tenant', place, what, MEND);

/** What `docs/permissions.md` lets Berth bind. */
const ROLES: ReadonlySet<string> = new Set(['admin', 'edit', 'view', TENANT_ROLE]);

/** The cross-tenant guard over infrastructure, which is made with rights wider than any environment's. */
export function checkWalls(tree: FleetTree): FleetFinding[] {
  return placedFiles(tree).flatMap(({ environment, infrastructure }) =>
    infrastructure.flatMap((path) => {
      if (path.endsWith('/walls.yaml'))
        return objectsOf(tree, path).flatMap((object) => checkWall(object, environment));
      return path.endsWith('/main.tf.json') ? checkTofu(tree, path, environment) : [];
    }),
  );
}

function checkWall({ value, place }: FleetObject, environment: string): FleetFinding[] {
  const { apiVersion, kind } = value;
  const title = titleOf(value);
  if (!WALL_KINDS.some((known) => known.apiVersion === apiVersion && known.kind === kind)) {
    return [outside(place('kind'), `${textAt(apiVersion)} ${title} is no part of walls`)];
  }
  const field = kind === 'Namespace' ? 'name' : 'namespace';
  if (!isInside(whereabouts(value), environment)) {
    return [outside(place('metadata', field), `${title} is outside ${environment}`)];
  }
  return kind === 'RoleBinding' ? checkBinding(value, place, environment) : [];
}

const whereabouts = (value: unknown) => ({
  kind: valueAt(value, 'kind'),
  name: valueAt(value, 'metadata', 'name'),
  namespace: valueAt(value, 'metadata', 'namespace'),
});

const titleOf = (value: unknown) => {
  const inside =
    valueAt(value, 'metadata', 'namespace') === undefined ? '' : `${textAt(value, 'metadata', 'namespace')}/`;
  return `${textAt(value, 'kind')} ${inside}${textAt(value, 'metadata', 'name')}`;
};

function checkBinding(value: unknown, place: FleetObject['place'], environment: string): FleetFinding[] {
  const role = textAt(value, 'roleRef', 'name');
  const subjects = valueAt(value, 'subjects');
  const strangers = (Array.isArray(subjects) ? subjects : []).flatMap((subject: unknown, i) => {
    if (valueAt(subject, 'kind') !== 'ServiceAccount') return [];
    const account = `${textAt(subject, 'namespace')}/${textAt(subject, 'name')}`;
    if (account === `${FLUX_NAMESPACE}/${environment}`) return [];
    return [outside(place('subjects', i), `gives rights to the service account ${account}`)];
  });
  const ownRole = valueAt(value, 'roleRef', 'kind') === 'Role';
  if (ownRole || ROLES.has(role)) return strangers;
  return [outside(place('roleRef', 'name'), `binds the ClusterRole ${role}`), ...strangers];
}

/** `main.tf.json`: no more than resources of allowed providers, and each inside. */
function checkTofu(tree: FleetTree, path: string, environment: string): FleetFinding[] {
  const [object] = objectsOf(tree, path);
  if (!object) return [];
  try {
    return readDeclared(tree.files.get(path) ?? '').flatMap((resource) => checkResource(object, resource, environment));
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error;
    return [outside({ path, line: 1 }, error.message)];
  }
}

function checkResource({ place }: FleetObject, resource: DeclaredResource, environment: string): FleetFinding[] {
  const { address, type, body } = resource;
  const at = place('resource', type, address.slice(type.length + 1));
  if (type === 'kubectl_manifest') {
    const manifest: unknown = parse(textAt(body, 'yaml_body'), { maxAliasCount: 0 });
    return isInside(whereabouts(manifest), environment) ? [] : [outside(at, `${address} is outside ${environment}`)];
  }
  const metadata = valueAt(body, 'metadata', 0);
  const name = valueAt(metadata, type === 'kubernetes_namespace' ? 'name' : 'namespace');
  return name === environment ? [] : [outside(at, `${address} is outside ${environment}`)];
}
