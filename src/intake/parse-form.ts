import { parseDocument } from 'yaml';
import { type Problem, REQUEST_KINDS, type RequestDraft, type RequestKind } from '../domain/request.ts';
import { didYouMean } from '../domain/suggest.ts';
import { type FormField, readFields } from './form-lines.ts';
import { toJson } from './json.ts';
import { firstLine } from './reply.ts';

/** What was read from a text; `preview` when its first line asks to see without doing. */
export interface FormDraft {
  readonly draft: Omit<RequestDraft, 'requester'>;
  readonly preview: boolean;
}

/** Keys of a request as people write them. */
export const FORM_KEYS = [
  'request',
  'environment',
  'project',
  'title',
  'lead',
  'cost-centre',
  'members',
  'environments',
  'reason',
] as const;
type FormKey = (typeof FORM_KEYS)[number];

const MAX_TEXT = 8000;
const MAX_BLOCK = 32_768;
const MAX_BRACKETS = 20;

/**
 * Reads `key: value` lines and the YAML below them. Prose gives a draft with its text and little else; nothing here
 * throws, and what cannot be read is a problem of the draft, so that it is asked about rather than left out.
 */
export function parseForm(text: string): FormDraft {
  const fields = readFields(text);
  const known = new Map<FormKey, FormField>();
  const problems: Problem[] = [];
  for (const field of fields) {
    if (!isKnown(field.key)) problems.push(...unknownKey(field, fields));
    else if (known.has(field.key)) problems.push(twice(field.key));
    else known.set(field.key, field);
  }
  const draft = {
    kind: kindOf(known.get('request'), problems),
    ...singles(known),
    ...members(known.get('members')),
    ...environments(known.get('environments'), problems),
    text: text.trim().slice(0, MAX_TEXT),
    ...(problems.length > 0 ? { problems } : {}),
  };
  return { draft, preview: firstLine(text) === 'preview' };
}

const isKnown = (key: string): key is FormKey => (FORM_KEYS as readonly string[]).includes(key);

/** `Hello: …` before or after a form is prose; between known keys, or nearly one of them, it is a slip. */
function unknownKey(field: FormField, fields: readonly FormField[]): Problem[] {
  const lines = fields.filter((other) => isKnown(other.key)).map((other) => other.line);
  const meant = didYouMean(field.key, FORM_KEYS);
  const inside = lines.some((line) => line < field.line) && lines.some((line) => line > field.line);
  if (!inside && !meant) return [];
  const mend = meant ? `Did you mean "${meant}"?` : `Known keys: ${FORM_KEYS.join(', ')}.`;
  return [{ where: field.key, what: 'This key is not known.', mend }];
}

const twice = (key: string): Problem => ({
  where: key,
  what: 'It is given twice.',
  mend: 'Keep one of the two.',
});

/** Without the key, somebody asks for a project. */
function kindOf(field: FormField | undefined, problems: Problem[]): RequestKind {
  const written = oneValue(field).toLowerCase();
  const kind = REQUEST_KINDS.find((known) => known === written);
  if (field && !kind) {
    const mend = `Write one of: ${REQUEST_KINDS.join(', ')}; or leave the line out to ask for a project.`;
    problems.push({ where: 'request', what: `"${written.slice(0, 64)}" is no kind of request.`, mend });
  }
  return kind ?? 'create-project';
}

function singles(known: ReadonlyMap<FormKey, FormField>): Partial<RequestDraft> {
  const names = {
    environment: 'environment',
    project: 'project',
    title: 'title',
    lead: 'lead',
    'cost-centre': 'costCentre',
    reason: 'reason',
  } as const;
  const values = Object.entries(names).flatMap(([key, name]) => {
    const value = oneValue(known.get(key as FormKey));
    if (value === '') return [];
    return [[name, name === 'lead' ? oneMail(value) : value] as const];
  });
  return Object.fromEntries(values);
}

/** `Lee Marsh <lee@example.test>` is `lee@example.test`; several stay as written, to be refused. */
function oneMail(value: string): string {
  const [mail, ...more] = mailsIn(value);
  return mail && more.length === 0 ? mail : value;
}

/** The value with its continuation lines, without the quotes or block marks of YAML. */
function oneValue(field: FormField | undefined): string {
  if (!field) return '';
  const joined = [field.value.replace(/^[|>][+-]?$/, ''), ...field.more.map((line) => line.trim())].join(' ').trim();
  return joined
    .replace(/^"(.*)"$/, '$1')
    .replace(/^'(.*)'$/, '$1')
    .slice(0, MAX_TEXT);
}

function members(field: FormField | undefined): Partial<RequestDraft> {
  if (!field) return {};
  const written = [field.value, ...field.more].join(' ');
  const mails = mailsIn(written);
  return { members: mails.length > 0 || written.trim() === '' ? mails : [written.trim().slice(0, MAX_TEXT)] };
}

/** Distinct mail addresses in a text, also from `Lee <lee@…>` and links made by mail programs. */
function mailsIn(text: string): string[] {
  const found = text.match(/[^\s<>,;:()[\]"'|]+@[^\s<>,;:()[\]"'|]+/g) ?? [];
  return [...new Set(found.map((mail) => mail.toLowerCase().replace(/\.$/, '')))];
}

function environments(field: FormField | undefined, problems: Problem[]): Partial<RequestDraft> {
  if (!field) return {};
  try {
    const value = readYaml([`environments: ${field.value}`, ...field.more].join('\n'));
    return value === null ? {} : { environments: Array.isArray(value) ? value : [value] };
  } catch (error) {
    const mend = 'Write it as in the example of the manual, or leave it out and choose later.';
    problems.push({ where: 'environments', what: `It cannot be read: ${(error as Error).message}`, mend });
    return {};
  }
}

/** Counted before reading: deep nesting exhausts the reader's stack. */
function isTooDeep(block: string): boolean {
  let depth = 0;
  for (const character of block) {
    if ('[{'.includes(character)) depth += 1;
    if (']}'.includes(character)) depth -= 1;
    if (depth > MAX_BRACKETS) return true;
  }
  return false;
}

/** YAML 1.2 core without aliases, tags or repeated keys. */
function readYaml(block: string): unknown {
  if (block.length > MAX_BLOCK) throw new Error(`longer than ${MAX_BLOCK} characters.`);
  if (isTooDeep(block)) throw new Error('nested too deeply.');
  const document = parseDocument(block, { version: '1.2', schema: 'core', uniqueKeys: true, prettyErrors: false });
  const [error] = [...document.errors, ...document.warnings];
  if (error) throw new Error(error.message.split('\n', 1)[0]);
  const value = document.toJS({ maxAliasCount: 0 }) as { environments: unknown };
  return toJson(value.environments);
}
