import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, Secret } from '../../src/config.ts';
import { checkOpenTofu } from '../../src/doctor/executors/opentofu.ts';
import { makeStackContext } from '../../stack/kit/context.ts';
import { type RunningTofu, startTofu } from '../../stack/tofu/tofu.ts';
import { CLUSTER } from '../support/cluster.ts';
import { borrowCluster } from '../support/cluster-loan.ts';

const STATE = `${CLUSTER}/berth-doctor`;
let folder: string;
let tofu: RunningTofu;
let accounts: { own: Secret; planning: Secret };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-doctor-'));
  const context = await makeStackContext(folder);
  tofu = await startTofu(context);
  const cluster = await borrowCluster();
  accounts = { own: new Secret(cluster.kubeconfig), planning: new Secret(await cluster.planKubeconfig()) };
});
afterAll(async () => {
  await tofu.close();
  rmSync(folder, { recursive: true, force: true });
});

type OpenTofu = NonNullable<Config['infrastructure']['opentofu']>;

async function missing(changes: Partial<OpenTofu> = {}, planKubeconfig = accounts.planning): Promise<string[]> {
  const { program, backend } = tofu;
  const environment = new Secret(tofu.environment);
  const planEnvironment = new Secret(tofu.planEnvironment);
  const opentofu = { program, backend, environment, planEnvironment, ...changes };
  const clusters = { [CLUSTER]: { kubeconfig: accounts.own, planKubeconfig } };
  const found = await checkOpenTofu({ infrastructure: { opentofu }, clusters }, [CLUSTER]);
  return found.filter(({ ok }) => !ok).map(({ what, detail }) => `${what}: ${detail}`);
}

test('the real OpenTofu, states and accounts of a cluster lack nothing, and nothing is left', async () => {
  expect(await missing()).toEqual([]);
  expect([tofu.states.read(STATE), tofu.states.holder(STATE)]).toEqual([undefined, undefined]);
});

test('credentials that only read states cannot lock them', async () => {
  expect(await missing({ environment: new Secret(tofu.planEnvironment) })).toEqual([
    expect.stringMatching(/^OpenTofu state can be locked: .*environmentFile\.$/),
  ]);
});

test('a state server that refuses us, and a mirror without our providers, are told apart', async () => {
  const without = (name: string) => new Secret(tofu.environment.replaceAll(new RegExp(`^${name}=.*\n`, 'gm'), ''));
  expect(await missing({ planEnvironment: without('TF_HTTP_PASSWORD') })).toEqual([
    expect.stringMatching(/^OpenTofu state can be read: .*planEnvironmentFile\.$/),
  ]);
  const cliConfig = join(folder, 'empty-mirror.tfrc');
  writeFileSync(cliConfig, `provider_installation { filesystem_mirror { path = ${JSON.stringify(folder)} } }`);
  const elsewhere = tofu.environment.replace(/^TF_CLI_CONFIG_FILE=.*$/m, `TF_CLI_CONFIG_FILE=${cliConfig}`);
  expect(await missing({ environment: new Secret(elsewhere) })).toEqual([
    expect.stringMatching(/^providers: .*TF_CLI_CONFIG_FILE/),
  ]);
});

test('an account for plans that may write is named', async () => {
  expect(await missing({}, accounts.own)).toEqual([
    expect.stringMatching(/^OpenTofu plans by rights that only read: .* may create namespaces, .*take it away\.$/),
  ]);
});
