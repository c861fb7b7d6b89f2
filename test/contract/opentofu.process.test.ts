/* A stand-in for `tofu` shows what it is called with and what its exit codes lead to; not what the real one does. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { openTofuExecutor } from '../../src/activities/infrastructure/opentofu.ts';
import { Secret } from '../../src/config.ts';
import { mergedRequest } from '../support/cluster.ts';

const MAIN = '{"terraform":{},"resource":{"kubernetes_namespace":{"payments-prod":{}}}}';
const ADDRESS = 'kubernetes_namespace.payments-prod';
const QUIET = new DefaultLogger('ERROR');
const order = mergedRequest('a'.repeat(40), 'opentofu');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-standin-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Notes each call, then does what the case says for its first argument. */
function standIn(cases: string, address = ADDRESS): void {
  const change = { address, change: { actions: ['create'], after: {}, after_unknown: {} } };
  const plan = JSON.stringify({ format_version: '1.2', resource_changes: [change] });
  writeFileSync(join(folder, 'plan.json'), plan);
  const script = `#!/bin/sh
echo "$@" >> "${folder}/calls"
env > "${folder}/env"; cat backend.tf.json > "${folder}/backend"; ls -l kubeconfig > "${folder}/modes"; pwd > "${folder}/place"
case "$1" in
${cases}
show) cat "${folder}/plan.json" ;;
esac
`;
  writeFileSync(join(folder, 'tofu'), script, { mode: 0o755 });
}

function executor(program = join(folder, 'tofu'), approved: string | null = null) {
  const environment = new Secret('PG_CONN_STR=postgres://berth:hidden@db/state\n# a comment\n');
  const opentofu = { program, backend: { type: 'pg' as const, settings: {} }, environment };
  const clusters = { 'cluster-east-prod': { kubeconfig: new Secret('the kubeconfig') } };
  return openTofuExecutor({
    config: { infrastructure: { opentofu }, clusters },
    readFile: async () => MAIN,
    approvedPlan: async () => approved,
  });
}

const activity = () => new MockActivityEnvironment({}, { logger: QUIET });
const apply = (made = executor(), env = activity()) => env.run(() => made.apply(order));
const noted = (name: string) => readFileSync(join(folder, name), 'utf8');

test('plans, looks at the plan, and applies exactly that plan', async () => {
  standIn('plan) exit 2 ;;');

  expect(await apply()).toEqual({ objects: [ADDRESS] });

  expect(noted('calls').trim().split('\n')).toEqual([
    'init -input=false -no-color',
    'plan -input=false -no-color -detailed-exitcode -lock-timeout=60s -out=plan',
    'show -json -no-color plan',
    'apply -input=false -no-color -lock-timeout=60s plan',
  ]);
  expect(noted('env')).toContain('PG_CONN_STR=postgres://berth:hidden@db/state');
  expect(noted('env')).toMatch(/^KUBE_CONFIG_PATH=.*\/kubeconfig$/m);
  expect(noted('modes')).toMatch(/^-rw-------/);
  expect(JSON.parse(noted('backend'))).toEqual({
    terraform: { backend: { pg: { schema_name: 'cluster-east-prod/payments-prod' } } },
  });
  expect(existsSync(noted('place').trim())).toBe(false);
});

test('a plan without changes applies nothing and proves the infrastructure', async () => {
  standIn('plan) exit 0 ;;');

  expect(await apply()).toEqual({ objects: [ADDRESS] });
  expect(await activity().run(() => executor().findMissing(order))).toEqual([]);
  expect(noted('calls')).not.toContain('apply');
});

test('what a plan would still change is missing', async () => {
  standIn('plan) exit 2 ;;');
  const missing = await activity().run(() => executor().findMissing(order));
  expect(missing).toEqual([`${ADDRESS} on cluster-east-prod (needs create)`]);
  expect(noted('calls')).not.toContain('apply');
});

test.each([
  ['that touches what was not merged', 'kubernetes_namespace.other', null],
  ['other than the approved one', ADDRESS, `sha256:${'0'.repeat(64)}`],
])('a plan %s is not applied', async (_what, address, approved) => {
  standIn('plan) exit 2 ;;', address);
  await expect(apply(executor(undefined, approved))).rejects.toMatchObject({ type: 'PlanDiffers' });
  expect(noted('calls')).not.toContain('apply');
});

test('a failing command is told with its last words', async () => {
  standIn('plan) echo "Error: namespaces is forbidden" >&2; exit 1 ;;');
  const message = 'tofu plan ended with 1: Error: namespaces is forbidden';
  await expect(apply()).rejects.toMatchObject({ type: 'ProvisioningFailed', message });
});

test('a machine without tofu is a matter of configuration, and is told so', async () => {
  const message = expect.stringContaining('There is no "tofu-nowhere"');
  await expect(apply(executor('tofu-nowhere'))).rejects.toMatchObject({ type: 'Configuration', message });
});

test('a cancelled apply is interrupted, so that it can release its lock, and leaves no folder', async () => {
  standIn(
    `plan) exit 2 ;;\napply) trap 'touch "${folder}/released"; exit 1' INT; touch "${folder}/applying"; while :; do sleep 0.05; done ;;`,
  );
  const env = activity();
  let beats = 0;
  env.on('heartbeat', () => (beats += 1));

  const applying = apply(executor(), env);
  const ended = applying.catch((error: Error) => error.message);
  while (!existsSync(join(folder, 'applying'))) await delay(20);
  env.cancel('CANCELLED');
  expect(await ended).toBe('CANCELLED');

  expect(readdirSync(folder)).toContain('released');
  expect(existsSync(noted('place').trim())).toBe(false);
  expect(beats).toBeGreaterThanOrEqual(4);
});
