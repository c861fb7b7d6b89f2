import { CATALOGUE, fleetWithExecutor, workedExample } from '../../test/support/worked-example.ts';
import { renderChange } from '../domain/render/change.ts';
import { backendFile } from './tofu-backend.ts';
import { checkPlan, declaredAddresses, parsePlan, planDigest } from './tofu-plan.ts';

const change = (address: string, actions: string[], after: unknown = {}, after_unknown: unknown = {}) => ({
  address,
  mode: 'managed',
  change: { actions, before: null, after, after_unknown },
});
const shown = (...resource_changes: unknown[]) => JSON.stringify({ format_version: '1.2', resource_changes });

const QUOTA = 'kubernetes_resource_quota.berth';
const quota = (cpu: string, more = {}) =>
  change(QUOTA, ['create'], { spec: [{ hard: { cpu } }], id: 'x', ...more }, { id: true });

test('a plan is what changes: nothing that stays or is only read', () => {
  const plan = parsePlan(
    shown(quota('2'), change('a.b', ['no-op']), change('data.c.d', ['read']), change('a.a', ['delete'])),
  );
  expect(plan.map(({ address }) => address)).toEqual(['a.a', QUOTA]);
});

test('the digest does not see order, nor values known only after the apply, and sees every other', () => {
  const digest = (...changes: unknown[]) => planDigest(parsePlan(shown(...changes)));
  const other = change('a.b', ['update']);
  expect(digest(quota('2'), other)).toBe(digest(other, quota('2', { id: 'y' })));
  expect(digest(quota('2'))).not.toBe(digest(quota('3')));
  expect(digest(change('a.b', ['update']))).not.toBe(digest(change('a.b', ['delete', 'create'])));
  expect(digest(change('a.b', ['update']))).not.toBe(digest(change('a.c', ['update'])));
});

test('a plan of an unknown format is refused', () => {
  expect(() => parsePlan('{"format_version":"2.0"}')).toThrow('unknown format 2.0');
  expect(() => parsePlan('Error')).toThrow('Not JSON');
});

test('where no plan was approved, only what the merged file declares may change', () => {
  const { files } = renderChange(workedExample(), fleetWithExecutor('opentofu'), CATALOGUE);
  const main = files.find(({ path }) => path.endsWith('main.tf.json'))?.content ?? '';
  const declared = declaredAddresses(main);
  expect(declared).toContain('kubernetes_namespace.payments-prod');
  expect(() => checkPlan(parsePlan(shown(quota('2'))), declared, null)).not.toThrow();
  const foreign = parsePlan(shown(change('kubernetes_namespace.other', ['delete'])));
  expect(() => checkPlan(foreign, declared, null)).toThrow(
    expect.objectContaining({ type: 'PlanDiffers', message: expect.stringContaining('kubernetes_namespace.other') }),
  );
});

test('where a plan was approved, only that plan passes', () => {
  const plan = parsePlan(shown(quota('2')));
  expect(() => checkPlan(plan, new Set(), planDigest(plan))).not.toThrow();
  expect(() => checkPlan(parsePlan(shown(quota('3'))), new Set([QUOTA]), planDigest(plan))).toThrow(
    expect.objectContaining({ type: 'PlanDiffers', message: expect.stringContaining(`${QUOTA} (create)`) }),
  );
});

test('a file with more than resources is refused', () => {
  expect(() => declaredAddresses('{"provider":{"kubernetes":{}},"resource":{}}')).toThrow('provider');
});

test.each([
  ['http', { address: 'https://state.example.test/berth/' }, 'address', 'https://state.example.test/berth/c/e'],
  ['kubernetes', { namespace: 'states' }, 'secret_suffix', 'c-e'],
  ['pg', {}, 'schema_name', 'c/e'],
  ['s3', { bucket: 'states' }, 'key', 'c/e.tfstate'],
] as const)('the state of an environment on a cluster has its own place in %s', (type, settings, name, value) => {
  const file = JSON.parse(backendFile({ type, settings }, 'c', 'e')) as { terraform: { backend: unknown } };
  expect(file.terraform.backend).toEqual({ [type]: expect.objectContaining({ ...settings, [name]: value }) });
});
