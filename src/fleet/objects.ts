/** YAML and JSON files of the fleet as objects that know their lines. */
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import { type FleetFinding, type Place, refuse } from './finding.ts';

/** One document of a file; of a `List` each item. */
export interface FleetObject {
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Line of what lies at these keys; where they end before, of the last that is there. */
  place(...keys: readonly (string | number)[]): Place;
}

export interface ParsedFile {
  readonly objects: readonly FleetObject[];
  /** What keeps the file from being read; the objects are then incomplete. */
  readonly broken: readonly FleetFinding[];
}

/** What Flux and the API server read: YAML 1.1, in which a bare `y` is no text; dates are text to them all the same. */
const KUBERNETES = /^(clusters|infrastructure)\//;
const NO_DATES = { customTags: (tags: readonly unknown[]) => tags.filter((tag) => !isTimestamp(tag)) };
const isTimestamp = (tag: unknown) => (tag as { tag?: string }).tag === 'tag:yaml.org,2002:timestamp';
const MEND = 'Mend the file; nothing else of it was checked.';

/** Parses a file. Never throws. */
export function parseFile(path: string, text: string): ParsedFile {
  const lines = new LineCounter();
  const manifest = KUBERNETES.test(path) && !path.endsWith('.json');
  const options = manifest ? { version: '1.1' as const, ...(NO_DATES as object) } : {};
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, ...options });
  const documents = Array.isArray(parsed) ? parsed : [];
  const errors = documents.flatMap((document) => document.errors);
  const [first] = errors;
  // One mistake makes many: the first is where it is.
  if (first) return { objects: [], broken: [isNotYaml(path, lines.linePos(first.pos[0]).line, first.message)] };
  const read = documents.map((document) => toObjects(path, document, lines));
  return { objects: read.flatMap(({ objects }) => objects), broken: read.flatMap(({ broken }) => broken) };
}

const isNotYaml = (path: string, line: number, message: string) =>
  refuse('syntax', { path, line }, `is not YAML: ${message.split('\n')[0] ?? ''}`, MEND);

function toObjects(path: string, document: Document, lines: LineCounter): ParsedFile {
  const place = (...keys: readonly (string | number)[]) => ({ path, line: lineOf(document, lines, keys) });
  const { line } = place();
  const value = toValue(document);
  if (value instanceof Error) return { objects: [], broken: [isNotYaml(path, line, value.message)] };
  if (value === null) return { objects: [], broken: [] };
  if (typeof value !== 'object' || Array.isArray(value)) {
    return { objects: [], broken: [refuse('syntax', { path, line }, 'holds a document that is no mapping', MEND)] };
  }
  return { objects: unfold({ path, value: value as Record<string, unknown>, place }), broken: [] };
}

/** Aliases that multiply are an error too. */
function toValue(document: Document): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    return error;
  }
}

/** `kubectl` and Flux take the items of a list for objects of their own. */
function unfold(object: FleetObject): FleetObject[] {
  const { kind, items } = object.value;
  if (kind !== 'List' || !Array.isArray(items)) return [object];
  return items.flatMap((value: unknown, i) => {
    if (value === null || typeof value !== 'object') return [];
    const place: FleetObject['place'] = (...keys) => object.place('items', i, ...keys);
    return unfold({ path: object.path, value: value as Record<string, unknown>, place });
  });
}

function lineOf(document: Document, lines: LineCounter, keys: readonly (string | number)[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of keys) {
    if (isAlias(node)) node = node.resolve(document);
    const found = entryAt(node, key);
    if (!found) break;
    offset = found.offset ?? offset;
    node = found.value;
  }
  return Math.max(1, lines.linePos(offset).line);
}

function entryAt(node: unknown, key: string | number): { offset: number | undefined; value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
    return pair && { offset: isScalar(pair.key) ? pair.key.range?.[0] : undefined, value: pair.value };
  }
  if (!isSeq(node) || typeof key !== 'number') return undefined;
  const value = node.items[key];
  return isNode(value) ? { offset: value.range?.[0], value } : undefined;
}

/** What lies below an object at these keys, if anything. */
export function valueAt(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of keys) found = found === null || typeof found !== 'object' ? undefined : (found as Keyed)[key];
  return found;
}

/** The same for people. */
export function textAt(value: unknown, ...keys: readonly (string | number)[]): string {
  const found = valueAt(value, ...keys);
  return typeof found === 'string' ? found : (JSON.stringify(found) ?? '(none)');
}

type Keyed = Readonly<Record<string | number, unknown>>;
