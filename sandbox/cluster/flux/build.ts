import { posix } from 'node:path';
import { parseAllDocuments, parseDocument } from 'yaml';
import { fieldsOf, isFields, type KubeObject } from '../objects.ts';

/** Why a folder could not be built; the reason and message that Flux reports. */
export class BuildError extends Error {
  readonly reason: 'ArtifactFailed' | 'BuildFailed';
  constructor(reason: 'ArtifactFailed' | 'BuildFailed', message: string) {
    super(message);
    this.name = 'BuildError';
    this.reason = reason;
  }
}

/** Where kustomize-controller unpacks an artifact; part of its messages. */
const WORK_FOLDER = '/tmp/kustomization-1';
const INDEX = 'kustomization.yaml';
const IMITATED = new Set(['apiVersion', 'kind', 'resources', 'namespace']);

/**
 * The objects of a folder: what its `kustomization.yaml` names, or every YAML file below it. Of a kustomization, only
 * `resources` and `namespace` are known; anything else fails the build.
 * @throws BuildError in Flux's words.
 */
export function build(files: ReadonlyMap<string, string>, folder: string): KubeObject[] {
  if (files.size === 0) {
    const missing = `stat ${WORK_FOLDER}/${folder}: no such file or directory`;
    throw new BuildError('ArtifactFailed', `kustomization path not found: ${missing}`);
  }
  const index = files.get(posix.join(folder, INDEX));
  if (index !== undefined) return fromIndex(files, folder, index);
  const paths = [...files.keys()].filter((path) => /\.ya?ml$/.test(path)).toSorted();
  return paths.flatMap((path) => parseObjects(path, files.get(path) ?? ''));
}

function fromIndex(files: ReadonlyMap<string, string>, folder: string, text: string): KubeObject[] {
  const path = posix.join(folder, INDEX);
  const index: unknown = parseDocument(text, { version: '1.1' }).toJS();
  if (!isFields(index)) throw new BuildError('BuildFailed', `kustomize build failed: ${path} is empty`);
  const unknown = Object.keys(index).find((key) => !IMITATED.has(key));
  if (unknown) {
    throw new BuildError('BuildFailed', `kustomize build failed: the sandbox does not imitate ${unknown} in ${path}`);
  }
  const names = Array.isArray(index['resources']) ? index['resources'].map(String) : [];
  const objects = names.flatMap((name) => resource(files, folder, name));
  const namespace = index['namespace'];
  if (typeof namespace !== 'string') return objects;
  return objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace } }));
}

function resource(files: ReadonlyMap<string, string>, folder: string, name: string): KubeObject[] {
  const path = posix.join(folder, name);
  const content = files.get(path);
  if (content !== undefined) return parseObjects(path, content);
  const index = files.get(posix.join(path, INDEX));
  if (index !== undefined) return fromIndex(files, path, index);
  const cause = `open ${WORK_FOLDER}/${path}: no such file or directory`;
  throw new BuildError(
    'BuildFailed',
    `kustomize build failed: accumulating resources: accumulation err='accumulating resources from '${name}': ${cause}'`,
  );
}

function parseObjects(path: string, text: string): KubeObject[] {
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    const [error] = 'errors' in document ? document.errors : [];
    if (error)
      throw malformed(path, `yaml: line ${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0] ?? ''}`);
    const value: unknown = document.toJS();
    if (value === null) return [];
    if (!isComplete(value)) throw malformed(path, 'missing apiVersion, kind or metadata.name in object');
    return [value];
  });
}

function isComplete(value: unknown): value is KubeObject {
  return isFields(value) && Boolean(value['apiVersion'] && value['kind'] && fieldsOf(value, 'metadata')['name']);
}

function malformed(path: string, cause: string): BuildError {
  const where = `${WORK_FOLDER}/${path}`;
  return new BuildError('BuildFailed', `failed to decode Kubernetes YAML from ${where}: MalformedYAMLError: ${cause}`);
}
