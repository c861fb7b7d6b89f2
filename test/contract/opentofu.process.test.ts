/*
 * A stand-in for `tofu` shows what it is called with and what its exit codes and words lead to; test/stack shows the
 * same executor with the real one. What it prints for `plan`, `show` and errors is taken from the real one.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApplyResult } from '../../src/activities/infrastructure/executor.ts';
import { openTofuExecutor } from '../../src/activities/infrastructure/opentofu.ts';
import type { KubernetesClient, ObjectKey } from '../../src/clients/kubernetes.ts';
import { Secret } from '../../src/config.ts';
import type { InfrastructurePlan } from '../../src/domain/infrastructure-plan.ts';
import { activityEnvironment, inActivity } from '../support/activity.ts';
import { mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { wholeFile } from '../support/fixture.ts';

const MAIN = JSON.stringify({
  terraform: {},
  resource: { kubernetes_namespace: { 'payments-prod': { metadata: [{ name: 'payments-prod' }] } } },
});
const PATH = 'infrastructure/cluster-east-prod/payments-prod/main.tf.json';
const ADDRESS = 'kubernetes_namespace.payments-prod';
const DONE = { objects: [ADDRESS], missing: [] };
const NOTHING = { digest: '', changes: [] };
const order = mergedRequest('a'.repeat(40), 'opentofu');
const world = wholeFile(startClusterWorld);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-standin-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.client.deleteObject(NAMESPACE);
  while (await world.client.readObject(NAMESPACE)) await delay(20);
});

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', name: 'payments-prod' };
const OURS = { 'app.kubernetes.io/managed-by': 'berth', 'berth.dev/project': 'payments' };
const namespace = (labels: Record<string, string>) =>
  world.client.applyObject({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'payments-prod', labels } });

/** The cluster, on which what the stand-in has applied stands. */
const clusters = (): KubernetesClient => ({ ...world.client, readObject: readApplied });

async function readApplied(key: ObjectKey) {
  if (existsSync(join(folder, 'applied'))) await namespace(OURS);
  return world.client.readObject(key);
}

interface Said {
  readonly address?: string;
  readonly actions?: readonly string[];
  /** What `plan` says in words. */
  readonly words?: string;
}

/** Notes each call, then does what the case says for its first argument. */
function standIn(cases = '', { address = ADDRESS, actions = ['create'], words = '' }: Said = {}): void {
  const change = { address, change: { actions, before: null, after: {}, after_unknown: {} } };
  writeFileSync(join(folder, 'plan.json'), JSON.stringify({ format_version: '1.2', resource_changes: [change] }));
  const script = `#!/bin/sh
echo "$@" >> "${folder}/calls"
env > "${folder}/env"; cat backend.tf.json > "${folder}/backend"; ls -l kubeconfig > "${folder}/modes"; pwd > "${folder}/place"
cat kubeconfig > "${folder}/kubeconfig"; cat import.tf.json > "${folder}/import" 2>/dev/null
case "$1" in
${cases}
plan) echo "${words}"; ${actions.includes('no-op') ? '' : `[ -f "${folder}/applied" -o -f import.tf.json ] || exit 2`} ;;
apply) touch "${folder}/applied" ;;
show) cat "${folder}/plan.json" ;;
esac
`;
  writeFileSync(join(folder, 'tofu'), script, { mode: 0o755 });
}

function executor(program = join(folder, 'tofu')) {
  const environment = new Secret('PG_CONN_STR=postgres://berth:hidden-word@db/state\n# a comment\n');
  const opentofu = { program, backend: { type: 'pg' as const, settings: {} }, environment };
  const credentials = { kubeconfig: new Secret('may write'), planKubeconfig: new Secret('may read') };
  const config = { infrastructure: { opentofu }, clusters: { 'cluster-east-prod': credentials } };
  const files = [{ path: PATH, content: MAIN }];
  return openTofuExecutor({
    config,
    clusters,
    readFile: async () => MAIN,
    render: async () => ({ files }),
  });
}

const apply = (made = executor(), env = activityEnvironment(), more = {}) =>
  inActivity<ApplyResult>(() => made.apply({ ...order, ...more }), env);
const planned = () => inActivity<InfrastructurePlan>(async () => (await executor().plan?.(order)) ?? NOTHING);
const noted = (name: string) => readFileSync(join(folder, name), 'utf8');
const calls = () => noted('calls').trim().split('\n');

test('a run that somebody kills is tried again', async () => {
  standIn('apply) kill -9 $$ ;;');

  await expect(apply()).rejects.toMatchObject({ type: 'Unavailable', message: 'tofu apply was killed.' });
});

test('plans, looks at the plan, and applies exactly that plan', async () => {
  standIn();

  expect(await apply()).toEqual(DONE);

  expect(calls()).toEqual([
    'init -input=false -no-color',
    'plan -input=false -no-color -detailed-exitcode -lock-timeout=10s -out=plan',
    'show -json -no-color plan',
    'apply -input=false -no-color -lock-timeout=10s plan',
  ]);
  expect(noted('kubeconfig')).toBe('may write');
  expect(noted('env')).toContain('PG_CONN_STR=postgres://berth:hidden-word@db/state');
  expect(noted('env')).toMatch(/^KUBE_CONFIG_PATH=.*\/kubeconfig$/m);
  expect(noted('modes')).toMatch(/^-rw-------/);
  expect(JSON.parse(noted('backend'))).toEqual({
    terraform: { backend: { pg: { schema_name: 'cluster-east-prod/payments-prod' } } },
  });
  expect(existsSync(noted('place').trim())).toBe(false);
});

test('a plan that makes all that is declared is known by its words', async () => {
  standIn('', { words: 'Plan: 1 to add, 0 to change, 0 to destroy.' });
  const { changes, digest } = await planned();
  expect(changes).toMatchObject([{ address: ADDRESS, actions: ['create'] }]);
  expect(calls().map((call) => call.split(' ')[0])).toEqual(['init', 'plan']);

  rmSync(join(folder, 'calls'));
  standIn('', { words: 'Plan: 1 to import, 1 to add, 0 to change, 0 to destroy.' });
  expect((await planned()).digest).toBe(digest);
  expect(calls().at(-1)).toBe('show -json -no-color plan');
});

test('a plan before the approval takes no lock and has credentials that can only read', async () => {
  standIn();
  const plan = await planned();
  expect(plan.changes.map(({ address }) => address)).toEqual([ADDRESS]);
  expect(calls()).toContain('plan -input=false -no-color -detailed-exitcode -lock=false -out=plan');
  expect(noted('kubeconfig')).toBe('may read');
});

test('a plan without changes applies nothing and proves the infrastructure', async () => {
  standIn('', { actions: ['no-op'] });
  expect(await apply()).toEqual(DONE);
  expect(await activityEnvironment().run(() => executor().findMissing(order))).toEqual([]);
  expect(noted('calls')).not.toContain('apply');
});

test('what a plan would still change is missing, as seen by credentials that can only read', async () => {
  standIn();
  const missing = await activityEnvironment().run(() => executor().findMissing(order));
  expect(missing).toEqual([`${ADDRESS} on cluster-east-prod (needs create)`]);
  expect(noted('calls')).not.toContain('apply');
  expect(noted('kubeconfig')).toBe('may read');
});

test('what is applied and does not stand there afterwards is missing', async () => {
  standIn('apply) ;;');

  expect((await apply()).missing).toEqual(['Namespace payments-prod is missing on cluster-east-prod']);
});

test('the approved plan is applied; another one is shown instead, until it is accepted', async () => {
  standIn();
  const approved = await planned();
  expect(await apply(undefined, undefined, { approvedPlans: [approved] })).toEqual(DONE);

  standIn('', { actions: ['delete', 'create'] });
  for (const name of ['calls', 'applied']) rmSync(join(folder, name));
  const { objects, differing } = await apply(undefined, undefined, { approvedPlans: [approved] });
  expect(objects).toEqual([]);
  expect(differing?.changes.map(({ actions }) => actions)).toEqual([['delete', 'create']]);
  expect(noted('calls')).not.toContain('apply');

  const accepted = [approved, differing as InfrastructurePlan];
  expect(await apply(undefined, undefined, { approvedPlans: accepted })).toEqual(DONE);
});

test('where nothing was planned beforehand, what was not merged is not touched', async () => {
  standIn('', { address: 'kubernetes_namespace.other' });
  expect((await apply()).differing?.changes).toHaveLength(1);
  expect(noted('calls')).not.toContain('apply');
});

describe('what stands on the cluster but not in the state', () => {
  test('is imported when it is ours, and recorded even when nothing else changes', async () => {
    await namespace(OURS);
    standIn();
    expect(await apply()).toEqual(DONE);
    expect(JSON.parse(noted('import'))).toEqual({ import: [{ to: ADDRESS, id: 'payments-prod' }] });
    expect(noted('calls')).toContain('apply');
  });

  test('is left alone when it is in the state', async () => {
    await namespace(OURS);
    standIn('', { actions: ['update'] });
    await apply();
    expect(noted('import')).toBe('');
  });

  test('stops a plan already when it is somebody else’s', async () => {
    await namespace({});
    standIn();
    await expect(planned()).rejects.toMatchObject({
      type: 'NameTaken',
      message: expect.stringContaining("Namespace payments-prod exists on cluster-east-prod and is not Berth's"),
    });
  });
});

const locked = `Error: Error acquiring the state lock

Error message: HTTP remote state already locked: ID=6a8b
Lock Info:
  ID:        6a8b
  Path:      
  Operation: OperationTypeApply
  Who:       berth@worker-1
  Version:   1.12.6
  Created:   2026-11-21 09:00:00 +0000 UTC
  Info:      

OpenTofu acquires a state lock to protect the state from being written
by multiple users at the same time.
`;

test.each([
  ['Error: namespaces is forbidden: User "x" cannot create', 'Forbidden', 'give the account of this kubeconfig'],
  ['Error: Post "https://c/api": dial tcp 127.0.0.1:1: connect: connection refused', 'Unavailable', 'refused'],
  ['Error: Get "https://c/api": x509: certificate signed by unknown authority', 'Configuration', 'unknown authority'],
  [
    locked,
    'NotYet',
    'the state is locked by berth@worker-1 since 2026-11-21 09:00:00 +0000 UTC (OperationTypeApply). ',
  ],
  ['Error: HTTP remote state endpoint requires auth', 'Configuration', 'requires auth'],
  ['Error: Saved plan is stale', 'NotYet', 'stale'],
  ['Error: namespaces "payments-prod" already exists', 'NameTaken', 'already exists'],
  ['Error: pq: no such database as postgres://berth:hidden-word@db/state', 'ProvisioningFailed', '(hidden)'],
])('a command that says "%s" fails as %s', async (words, type, text) => {
  standIn(`plan) cat >&2 <<'END'\nwarnings and other lines\n${words}\nEND\nexit 1 ;;`);
  const error = (await apply().catch((e: Error) => e)) as Error;
  expect(error).toMatchObject({ type, message: expect.stringContaining(text) });
  expect(error.message).toMatch(/^tofu plan( ended with 1)?: /);
  expect(error.message).not.toMatch(/hidden-word|other lines|\n/);
});

test('a secret that stands where the words are cut is hidden whole', async () => {
  const url = 'postgres://berth:hidden-word@db/state';
  standIn(`plan) echo 'Error: ${'x'.repeat(900 - 'postgres://berth:hidden-w'.length)} ${url}' >&2; exit 1 ;;`);
  const error = (await apply().catch((e: Error) => e)) as Error;
  expect(error.message).toMatch(/ x+ \(hidden\)$/);
});

test('a machine without tofu is a matter of configuration, and is told so', async () => {
  const message = expect.stringContaining('There is no "tofu-nowhere"');
  await expect(apply(executor('tofu-nowhere'))).rejects.toMatchObject({ type: 'Configuration', message });
});

test('a cancelled apply is interrupted, so that it can release its lock, and leaves no folder', async () => {
  standIn(
    `apply) trap 'touch "${folder}/released"; exit 1' INT; touch "${folder}/applying"; while :; do sleep 0.05; done ;;`,
  );
  const env = activityEnvironment();
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
