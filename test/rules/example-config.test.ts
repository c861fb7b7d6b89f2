import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { configJsonSchema, loadConfig } from '../../src/config.ts';

const root = join(import.meta.dirname, '..', '..');
const example = join(root, 'berth.example.yaml');

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

/** Long enough for each, and what a key of the payload codec must be. */
const SECRET = '0f'.repeat(32);

test('the example is a configuration that Berth accepts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-example-'));
  try {
    cpSync(example, join(folder, 'berth.yaml'));
    for (const [, path = ''] of readFileSync(example, 'utf8').matchAll(/File: (\S+)/g)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${SECRET}\n`);
    }
    const config = loadConfig(join(folder, 'berth.yaml'));
    expect(config.smtp.password.reveal()).toBe(SECRET);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the example shows every setting and no other', () => {
  expect(settingsOf(parse(readFileSync(example, 'utf8')))).toEqual(settingsIn(configJsonSchema() as Schema));
});

test('berth.schema.json is current (npm run schema writes it)', () => {
  expect(JSON.parse(readFileSync(join(root, 'berth.schema.json'), 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(configJsonSchema())),
  );
});

/** Paths of all keys in a schema; '*' stands for the items of a list and the names of a record. */
function settingsIn(schema: Schema, path = ''): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
    `${path}${key}`,
    ...settingsIn(value, `${path}${key}.`),
  ]);
  const { items, additionalProperties: named } = schema;
  const many = items ?? (typeof named === 'object' ? named : undefined);
  return [...own, ...(many ? settingsIn(many, `${path}*.`) : [])].toSorted();
}

function settingsOf(value: unknown, path = ''): string[] {
  if (value === null || typeof value !== 'object') return [];
  const named = Array.isArray(value) || path === 'clusters.';
  const found = Object.entries(value).flatMap(([key, child]) => {
    const name = `${path}${named ? '*' : key}`;
    return [...(named ? [] : [name]), ...settingsOf(child, `${name}.`)];
  });
  return [...new Set(found)].toSorted();
}
