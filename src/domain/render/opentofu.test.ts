import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { CATALOGUE, fleet, fleetWithExecutor, workedExample } from '../../../test/support/worked-example.ts';
import { renderChange } from './change.ts';
import type { Manifest } from './manifest.ts';
import { toOpenTofu } from './opentofu.ts';

const FOLDER = 'infrastructure/cluster-east-prod/payments-prod';
const contentOf = (path: string, snapshot = fleet()) =>
  renderChange(workedExample(), snapshot, CATALOGUE).files.find((file) => file.path === path)?.content ?? '';

test('the worked example renders to the file that was read and agreed', () => {
  const rendered = contentOf(`${FOLDER}/main.tf.json`, fleetWithExecutor('opentofu'));
  expect(rendered).toBe(readFileSync('test/fixtures/render/opentofu/main.tf.json.golden', 'utf8'));
});

interface Block {
  readonly metadata?: readonly { readonly name: string; readonly namespace?: string }[];
  readonly yaml_body?: string;
}

test('each wall is exactly one resource, whichever executor', () => {
  const walls = parseAllDocuments(contentOf(`${FOLDER}/walls.yaml`)).map((document) => document.toJS() as Manifest);
  const { resource } = JSON.parse(contentOf(`${FOLDER}/main.tf.json`, fleetWithExecutor('opentofu'))) as {
    resource: Record<string, Record<string, Block>>;
  };
  const names = Object.values(resource).flatMap((byName) => Object.keys(byName));
  expect(names.toSorted()).toEqual(walls.map(({ metadata }) => metadata.name).toSorted());
  const namespaces = Object.values(resource)
    .flatMap((byName) => Object.values(byName))
    .flatMap((block) => block.metadata ?? []);
  expect(namespaces.every(({ name, namespace }) => namespace === 'payments-prod' || name === 'payments-prod')).toBe(
    true,
  );
});

const hostile = (value: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'n', labels: { a: value } },
});

test('no value is read as a template of OpenTofu', () => {
  const text = toOpenTofu([hostile('${file("/etc/passwd")} %{ for x in y }')]);
  expect(text).toContain('$${file(');
  expect(text).toContain('%%{ for');
});

test('a group has no namespace, not the provider’s default one', () => {
  const text = toOpenTofu([
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'b', namespace: 'n' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'g' }],
    },
  ]);
  expect(text).toContain('"namespace": ""');
});

test('a kind that walls do not have is refused', () => {
  expect(() => toOpenTofu([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } }])).toThrow('Secret');
});

test('there are no credentials and no backend in what is committed', () => {
  const file = JSON.parse(contentOf(`${FOLDER}/main.tf.json`, fleetWithExecutor('opentofu'))) as Record<string, object>;
  expect(Object.keys(file)).toEqual(['terraform', 'resource']);
  expect(Object.keys(file['terraform'] ?? {})).toEqual(['required_version', 'required_providers']);
});
