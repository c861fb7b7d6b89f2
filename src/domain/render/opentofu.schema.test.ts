/*
 * What is rendered, held against the newest provider of the range that Berth's files allow. Which attributes it has was
 * taken from a package made out of its own schema (test/fixtures/opentofu-schema.json says which); the oldest of the
 * range, 1.13, is held against by running it (test/stack).
 */
import { readFileSync } from 'node:fs';
import { CATALOGUE, fleetWithExecutor, workedExample } from '../../../test/support/worked-example.ts';
import { SIZES, STAGES } from '../selection.ts';
import { renderChange } from './change.ts';

interface Field {
  readonly type: string;
  readonly required?: boolean;
  readonly fields?: Fields;
}
type Fields = Readonly<Record<string, Field>>;
type Body = Readonly<Record<string, unknown>>;

const { resources } = JSON.parse(readFileSync('test/fixtures/opentofu-schema.json', 'utf8')) as {
  resources: Readonly<Record<string, Fields>>;
};

/** Where a body is not as the schema has it. */
function problems(where: string, body: Body, fields: Fields): string[] {
  const missing = Object.entries(fields).filter(([name, { required }]) => required && !(name in body));
  return [
    ...missing.map(([name]) => `${where}.${name} is missing`),
    ...Object.entries(body).flatMap(([name, value]) => {
      const field = fields[name];
      return field ? problemsOf(`${where}.${name}`, value, field) : [`${where}.${name} is unknown`];
    }),
  ];
}

function problemsOf(where: string, value: unknown, { type, fields }: Field): string[] {
  if (!fields) return isOf(type, value) ? [] : [`${where} is no ${type}`];
  if (!Array.isArray(value)) return [`${where} is no list of blocks`];
  if (type === 'block' && value.length !== 1) return [`${where} has ${value.length} blocks instead of one`];
  return value.flatMap((inner: Body, i) => problems(`${where}[${i}]`, inner, fields));
}

const isText = (value: unknown) => typeof value === 'string';

function isOf(type: string, value: unknown): boolean {
  if (type === 'list') return Array.isArray(value) && value.every(isText);
  if (type === 'map') return value !== null && typeof value === 'object' && Object.values(value).every(isText);
  return typeof value === type;
}

function resourcesOf(main: string): [string, string, Body][] {
  const { resource } = JSON.parse(main) as { resource: Record<string, Record<string, Body>> };
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => [type, name, body] as [string, string, Body]),
  );
}

const mainFiles = (stage: (typeof STAGES)[number], size: (typeof SIZES)[number]) => {
  const regions = stage === 'prod' ? ['east', 'west'] : ['east'];
  const example = workedExample({ selection: { stage, regions, size, items: [] } });
  const { files } = renderChange(example, fleetWithExecutor('opentofu'), CATALOGUE);
  return files.filter(({ path }) => path.endsWith('main.tf.json')).map(({ content }) => content);
};

test.each((['dev', 'prod'] as const).flatMap((stage) => SIZES.map((size) => [stage, size] as const)))(
  'every resource of %s in size %s is one that the provider knows',
  (stage, size) => {
    const files = mainFiles(stage, size);
    expect(files.length).toBeGreaterThan(0);
    for (const [type, name, { depends_on: _, ...body }] of files.flatMap(resourcesOf)) {
      if (type === 'kubectl_manifest') continue;
      expect(problems(`${type}.${name}`, body, resources[type] ?? {})).toEqual([]);
    }
  },
);

test('a slip would be seen', () => {
  const [, , body] =
    resourcesOf(mainFiles('dev', 'S')[0] ?? '').find(([type]) => type === 'kubernetes_role_binding') ?? [];
  const { role_ref: _, depends_on: __, ...rest } = body ?? {};
  const slipped = { ...rest, metadata: [{ nmae: 'x', labels: { a: 1 } }] };
  expect(problems('r', slipped, resources['kubernetes_role_binding'] ?? {})).toEqual([
    'r.role_ref is missing',
    'r.metadata[0].nmae is unknown',
    'r.metadata[0].labels is no map',
  ]);
});
