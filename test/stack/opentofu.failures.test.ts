/* What OpenTofu's own failures become: whose they are, and that nothing is made by halves where it can be told before. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentedRules, setBerthRules, withoutRight } from '../../stack/cluster/berth-account.ts';
import { orderFor, type StageChanges, startTofuStage, type TofuStage } from '../support/tofu-stage.ts';

let stage: TofuStage;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-failures-'));
  stage = await startTofuStage();
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

const order = orderFor();
const apply = (changes: StageChanges = {}) => stage.infrastructure(changes).applyInfrastructure(order);
/** The environment with one line replaced. */
const withLine = (name: string, value: string) =>
  stage.tofu.environment.replace(new RegExp(`^${name}=.*$`, 'm'), () => `${name}=${value}`);
const failing = (type: string, text: string) => ({ type, message: expect.stringContaining(text) });

test('credentials that the state server refuses are a matter of configuration, and are not shown', async () => {
  const environment = withLine('TF_HTTP_PASSWORD', 'a-wrong-password');
  const error = await apply({ environment }).catch((e: Error) => e);
  expect(error).toMatchObject(failing('Configuration', 'requires auth'));
  expect((error as Error).message).not.toContain('a-wrong-password');
});

test('credentials that only read states cannot apply', async () => {
  const failed = apply({ environment: stage.tofu.planEnvironment });
  await expect(failed).rejects.toMatchObject(failing('Configuration', 'invalid auth'));
});

test('a provider that the mirror does not have is a matter of configuration', async () => {
  const rc = join(folder, 'tofurc');
  writeFileSync(rc, `provider_installation {\n  filesystem_mirror { path = "${folder}" }\n}\n`);
  const failed = apply({ environment: withLine('TF_CLI_CONFIG_FILE', rc) });
  await expect(failed).rejects.toMatchObject(failing('Configuration', 'hashicorp/kubernetes'));
});

test('a state server whose authority is unknown is a matter of configuration', async () => {
  const failed = apply({ environment: withLine('SSL_CERT_FILE', '/etc/hostname') });
  await expect(failed).rejects.toMatchObject(failing('Configuration', 'x509'));
});

test('a right that is missing is named', async () => {
  await setBerthRules(stage.cluster.api, withoutRight(documentedRules(), 'create', 'resourcequotas'));
  await expect(apply()).rejects.toMatchObject(failing('Forbidden', 'cannot create resource "resourcequotas"'));
  await setBerthRules(stage.cluster.api, documentedRules());
});

test('and once it is given, the rest is made', async () => {
  expect(await apply()).toMatchObject({ missing: [] });
});

test('a plan that became stale is made again by the next attempt', async () => {
  const program = join(folder, 'tofu');
  // Somebody else changes the state between our plan and our apply.
  const other = `"${stage.tofu.program}" state rm kubernetes_limit_range.berth > /dev/null 2>&1`;
  const script = `#!/bin/sh\n[ "$1" = apply ] && ${other}\nexec "${stage.tofu.program}" "$@"\n`;
  writeFileSync(program, script, { mode: 0o755 });
  await stage.cluster.api.delete({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    name: 'berth',
    namespace: 'payments-prod',
  });
  await expect(apply({ program })).rejects.toMatchObject(failing('NotYet', 'Saved plan is stale'));
  expect(await apply()).toMatchObject({ missing: [] });
});

test('a cluster that is down is waited for', async () => {
  const api = stage.cluster.services['kube-apiserver'];
  await api.kill();
  await expect(apply()).rejects.toMatchObject({ type: 'Unavailable', nonRetryable: false });
  await api.restart();
  expect(await apply()).toMatchObject({ missing: [] });
});
