import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type FleetFinding, note, refuse } from '../finding.ts';
import { type FleetObject, textAt } from '../objects.ts';
import { DEFINITIONS_FILE, schemaFile, schemaFolder } from '../schemas.ts';
import { type FleetFiles, type FleetTree, objectsOf, type PlacedFiles, placedFiles } from '../tree.ts';

const MEND = 'Flux would drop it without a word, or the API server refuse it: mend the template it comes from.';

/**
 * Every field of what is applied for environments, by the schemas of the cluster it is for. A cluster whose schemas are
 * not in the repository is noted.
 */
export function checkFields(tree: FleetTree): FleetFinding[] {
  const placed = placedFiles(tree);
  return [...new Set(placed.map(({ cluster }) => cluster))].flatMap((cluster) => {
    const schemas = openSchemas(tree.files, cluster);
    const own = placed.filter((files) => files.cluster === cluster);
    return schemas ? own.flatMap((files) => checkPlaced(tree, files, schemas)) : [unchecked(cluster)];
  });
}

const unchecked = (cluster: string) =>
  note(
    'fields',
    { path: `clusters/${cluster}/profile.yaml`, line: 1 },
    `there are no schemas of ${cluster}, so no field was checked`,
    `Get them: berth fleet schemas --cluster ${cluster} --kubeconfig <file>.`,
  );

function checkPlaced(tree: FleetTree, { config, apps, infrastructure }: PlacedFiles, schemas: Schemas): FleetFinding[] {
  const manifests = [
    ...config,
    ...apps.filter((path) => !path.endsWith('/kustomization.yaml')),
    ...infrastructure.filter((path) => path.endsWith('/walls.yaml')),
  ];
  return manifests.flatMap((path) => objectsOf(tree, path).flatMap((object) => checkObject(object, schemas)));
}

function checkObject(object: FleetObject, schemas: Schemas): FleetFinding[] {
  const { value, place } = object;
  const [apiVersion, kind] = [textAt(value, 'apiVersion'), textAt(value, 'kind')];
  const validate = schemas(apiVersion, kind);
  if (!validate) {
    const what = `${schemas.cluster} serves no ${kind} of ${apiVersion}`;
    const mend = 'Install its operator there and run `berth fleet schemas` again, or leave it out.';
    return [refuse('fields', place('kind'), what, mend)];
  }
  validate(value);
  return (validate.errors ?? []).map((error) => asFinding(object, error));
}

function asFinding(
  { value, place }: FleetObject,
  { instancePath, keyword, params, message }: ErrorObject,
): FleetFinding {
  const keys = instancePath.split('/').slice(1).map(unescaped);
  const say = (at: readonly (string | number)[], what: string) => refuse('fields', place(...at), what, MEND);
  if (keyword === 'additionalProperties') {
    const at = [...keys, textAt(params, 'additionalProperty')];
    return say(at, `${at.join('.')} is no field of ${textAt(value, 'kind')}`);
  }
  if (keyword === 'required') return say(keys, `${[...keys, textAt(params, 'missingProperty')].join('.')} is missing`);
  return say(keys, `${keys.join('.') || textAt(value, 'kind')} ${message ?? 'is wrong'}`);
}

/** A step of a JSON pointer. */
function unescaped(step: string): string | number {
  const text = step.replaceAll('~1', '/').replaceAll('~0', '~');
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** Finds the check of a kind; undefined when the cluster does not serve it. */
interface Schemas {
  (apiVersion: string, kind: string): ValidateFunction | undefined;
  readonly cluster: string;
}

function openSchemas(files: FleetFiles, cluster: string): Schemas | undefined {
  const folder = schemaFolder(cluster);
  const definitions = files.get(`${folder}/${DEFINITIONS_FILE}`);
  if (definitions === undefined) return undefined;
  const ajv = ajvFor(definitions);
  const find = (apiVersion: string, kind: string) => {
    const [version = '', group = ''] = apiVersion.split('/').toReversed();
    const file = schemaFile({ group, version, kind });
    const text = files.get(`${folder}/${file}`);
    return text === undefined
      ? undefined
      : (ajv.getSchema(file) ?? ajv.compile({ ...(JSON.parse(text) as object), $id: file }));
  };
  return Object.assign(find, { cluster });
}

/** Compiling takes longer than checking, and clusters of one version share their schemas. */
const compiled = new Map<string, Ajv>();
const MOST_KEPT = 8;

function ajvFor(definitions: string): Ajv {
  const known = compiled.get(definitions);
  if (known) return known;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
  ajv.addSchema({ ...(JSON.parse(definitions) as object), $id: DEFINITIONS_FILE });
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(definitions, ajv);
  return ajv;
}
