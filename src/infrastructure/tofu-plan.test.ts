import { CATALOGUE, fleetWithExecutor, workedExample } from '../../test/support/worked-example.ts';
import { countChanges, isApproved, listChanges } from '../domain/infrastructure-plan.ts';
import { renderChange } from '../domain/render/change.ts';
import { backendFile } from './tofu-backend.ts';
import { readDeclared } from './tofu-file.ts';
import { parsePlan, planToMakeAll } from './tofu-plan.ts';

interface Values {
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
}

const change = (address: string, actions: string[], values: Values = {}) => ({
  address,
  mode: 'managed',
  change: { actions, before: null, after: {}, after_unknown: {}, ...values },
});
const shown = (...resource_changes: unknown[]) => JSON.stringify({ format_version: '1.2', resource_changes });

const QUOTA = 'kubernetes_resource_quota.berth';
const declaring = (cpu: string) => [
  { address: QUOTA, type: 'kubernetes_resource_quota', body: { spec: [{ hard: { cpu } }] } },
];
const plan = (...changes: unknown[]) => parsePlan(shown(...changes), declaring('2'));
const digest = (...changes: unknown[]) => plan(...changes).digest;
const quota = change(QUOTA, ['create'], { after_unknown: { id: true } });
const namespace = change('kubernetes_namespace.n', ['create']);

test('a plan is what changes: nothing that stays or is only read', () => {
  const { changes } = plan(
    quota,
    change('a.b', ['no-op']),
    change('data.c.d', ['read']),
    change('a.a', ['delete'], { after: null }),
  );
  expect(changes.map(({ address }) => address)).toEqual(['a.a', QUOTA]);
});

test('the digest does not see order, and sees every action and address', () => {
  const other = change('a.b', ['update']);
  expect(digest(quota, other)).toBe(digest(other, quota));
  expect(digest(change('a.b', ['update']))).not.toBe(digest(change('a.b', ['delete', 'create'])));
  expect(digest(change('a.b', ['update']))).not.toBe(digest(change('a.c', ['update'])));
});

test('what is made counts by what is declared of it, also where a killed apply has made it already', () => {
  const made = digest(quota);
  const imported = { after: { id: 'x', labels: {} }, importing: { id: 'n/berth' } };
  expect(digest(change(QUOTA, ['create'], { after: { id: 'given by the cluster' } }))).toBe(made);
  expect(digest(change(QUOTA, ['update'], imported))).toBe(made);
  expect(digest(change(QUOTA, ['update'], { after: { id: 'x' } }))).not.toBe(made);
  expect(digest(change(QUOTA, ['delete', 'create'], imported))).not.toBe(made);
  expect(parsePlan(shown(quota), declaring('3')).digest).not.toBe(made);
});

test('a plan that makes all that is declared is the same by its words as by its values', () => {
  const declared = [...declaring('2'), { address: 'kubernetes_namespace.n', type: 'kubernetes_namespace', body: {} }];
  const words = (line: string) => planToMakeAll(`  # ${QUOTA} will be created\n\n${line}\n`, declared);
  expect(words('Plan: 2 to add, 0 to change, 0 to destroy.')).toEqual(parsePlan(shown(quota, namespace), declared));
  const others = [
    'Plan: 1 to add, 0 to change, 0 to destroy.',
    'Plan: 2 to add, 1 to change, 0 to destroy.',
    'Plan: 2 to add, 0 to change, 1 to destroy.',
    'Plan: 2 to add, 0 to change, 0 to destroy, 1 to forget.',
    'Plan: 1 to import, 2 to add, 0 to change, 0 to destroy.',
    'No changes.',
  ];
  for (const line of others) expect(words(line)).toBeUndefined();
});

test('the digest sees what an update changes, not what the cluster has added in the meantime', () => {
  const update = (version: string, labels: object, cpu: string) =>
    change(QUOTA, ['update'], {
      before: { metadata: [{ resource_version: version, labels: { a: '1', b: '2' } }], spec: [{ cpu: '1' }] },
      after: { metadata: [{ resource_version: version, labels }], spec: [{ cpu }] },
    });
  const both = { a: '1', b: '2' };
  expect(digest(update('7', both, '2'))).toBe(digest(update('8', both, '2')));
  expect(digest(update('7', both, '2'))).not.toBe(digest(update('7', both, '3')));
  expect(digest(update('7', { a: '1' }, '2'))).not.toBe(digest(update('7', { b: '2' }, '2')));
});

test('a plan of an unknown format is refused', () => {
  expect(() => parsePlan('{"format_version":"2.0"}', [])).toThrow('unknown format 2.0');
  expect(() => parsePlan('Error', [])).toThrow('no JSON');
});

test('approved is a plan, and what is left of it when its apply was cut off; nothing more and nothing else', () => {
  const approved = [plan(quota, namespace)];
  expect(isApproved(plan(namespace, quota), approved)).toBe(true);
  expect(isApproved(plan(quota), approved)).toBe(true);
  expect(isApproved(plan(), approved)).toBe(true);
  const larger = parsePlan(shown(quota), declaring('3'));
  expect(isApproved(larger, approved)).toBe(false);
  expect(isApproved(plan(quota, change('a.b', ['delete'])), approved)).toBe(false);
  expect(isApproved(plan(quota), [])).toBe(false);
  expect(isApproved(larger, [...approved, larger])).toBe(true);
});

test('people read what changes', () => {
  const three = plan(quota, namespace, change('a.b', ['delete', 'create']));
  expect(countChanges(three)).toBe('1 to replace, 2 to create');
  expect(listChanges(three)).toBe(`a.b (delete, create); kubernetes_namespace.n (create); ${QUOTA} (create)`);
  expect(countChanges(plan())).toBe('no changes');
});

const rendered = () => {
  const { files } = renderChange(workedExample(), fleetWithExecutor('opentofu'), CATALOGUE);
  return files.find(({ path }) => path.endsWith('main.tf.json'))?.content ?? '';
};

test('what is rendered is what may be there', () => {
  expect(readDeclared(rendered()).map(({ address }) => address)).toContain('kubernetes_namespace.payments-prod');
});

const file = (terraform: object, resource: object, more = {}) => JSON.stringify({ terraform, resource, ...more });

test.each([
  ['a provider', file({}, {}, { provider: { kubernetes: {} } }), 'has provider'],
  ['a data source', file({}, {}, { data: {} }), 'has data'],
  ['a backend', file({ backend: {} }, {}), 'has terraform.backend'],
  ['a foreign provider', file({ required_providers: { x: { source: 'evil/x' } } }, {}), 'asks for the provider evil/x'],
  ['a program to run', file({}, { a: { b: { provisioner: {} } } }), 'has a.b.provisioner'],
  ['no JSON', 'resource "a" "b" {}', 'is not JSON'],
])('a file with %s is refused', (_what, text, message) => {
  expect(() => readDeclared(text)).toThrow(
    expect.objectContaining({ type: 'ProvisioningFailed', message: expect.stringContaining(message) }),
  );
});

test.each([
  ['http', { address: 'https://state.example.test/berth/' }, 'address', 'https://state.example.test/berth/c/e'],
  ['kubernetes', { namespace: 'states' }, 'secret_suffix', 'c.e'],
  ['pg', {}, 'schema_name', 'c/e'],
  ['s3', { bucket: 'states' }, 'key', 'c/e.tfstate'],
] as const)('the state of an environment on a cluster has its own place in %s', (type, settings, name, value) => {
  const made = JSON.parse(backendFile({ type, settings }, 'c', 'e')) as { terraform: { backend: unknown } };
  expect(made.terraform.backend).toEqual({ [type]: expect.objectContaining({ ...settings, [name]: value }) });
});
