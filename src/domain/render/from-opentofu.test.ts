import { parseAllDocuments } from 'yaml';
import { CATALOGUE, fleet, workedExample } from '../../../test/support/worked-example.ts';
import { renderChange } from './change.ts';
import { wallsFromOpenTofu } from './from-opentofu.ts';
import type { Manifest } from './manifest.ts';
import { toOpenTofu } from './opentofu.ts';

const WALLS = 'infrastructure/cluster-east-prod/payments-prod/walls.yaml';

/** OpenTofu's file sorts by type, and says of a selector that selects everything that it does so by no labels. */
const comparable = (walls: readonly Manifest[]) =>
  walls
    .map((wall) => JSON.parse(JSON.stringify(wall).replaceAll('{"matchLabels":{}}', '{}')) as Manifest)
    .toSorted((a, b) => `${a.kind} ${a.metadata.name}`.localeCompare(`${b.kind} ${b.metadata.name}`));

test('every wall that is rendered comes back as it was', () => {
  const text =
    renderChange(workedExample(), fleet(), CATALOGUE).files.find(({ path }) => path === WALLS)?.content ?? '';
  const walls = parseAllDocuments(text).map((document) => document.toJS() as Manifest);

  expect(walls.length).toBeGreaterThan(8);
  expect(comparable(wallsFromOpenTofu(toOpenTofu(walls)))).toEqual(comparable(walls));
});

test('what looks like a template comes back as the text it was', () => {
  const labels = { a: '$${x} ${y} %{z} %%{w}' };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n', labels } };

  expect(wallsFromOpenTofu(toOpenTofu([namespace]))).toEqual([namespace]);
});

test('the file that removes everything declares no walls', () => {
  expect(wallsFromOpenTofu(toOpenTofu([]))).toEqual([]);
});

test('a resource that is never rendered is refused by its name', () => {
  const text = JSON.stringify({ resource: { null_resource: { a: {} } } });
  expect(() => wallsFromOpenTofu(text)).toThrow('null_resource');
});
