/*
 * What profiles ask for beside the cluster: stand-ins for `tofu` and `ansible-playbook` show what is asked of them and
 * what their answers lead to; test/stack shows the same with the real ones.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, Secret } from '../../src/config.ts';
import { checkAnsible } from '../../src/doctor/executors/ansible.ts';
import { checkOpenTofu } from '../../src/doctor/executors/opentofu.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { startClusterWorld } from '../support/cluster.ts';
import { wholeFile } from '../support/fixture.ts';

const CLUSTER = 'cluster-east-prod';
const world = wholeFile(startClusterWorld);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Notes each call and where it ran, then does what the cases say for its first argument. */
function standIn(name: string, cases = ''): string {
  const program = join(folder, name);
  const script = `#!/bin/sh\necho "$STATE_USER: $@" >> "${folder}/calls"; pwd >> "${folder}/places"
case "$1" in\n${cases}
version) echo '{"terraform_version":"1.10.6"}' ;;
--version) echo 'ansible-playbook [core 2.19.4]' ;;
esac\n`;
  writeFileSync(program, script, { mode: 0o755 });
  return program;
}

type OpenTofu = NonNullable<Config['infrastructure']['opentofu']>;

function tofu(program: string, more: Partial<OpenTofu> = {}, planKubeconfig?: Secret): Promise<Finding[]> {
  const opentofu: OpenTofu = {
    program,
    backend: { type: 'http', settings: { address: 'https://states.example.test' } },
    environment: new Secret('STATE_USER=writer\nSTATE_PASSWORD=hidden-word'),
    planEnvironment: new Secret('STATE_USER=reader'),
    ...more,
  };
  const credentials = { kubeconfig: new Secret(''), ...(planKubeconfig ? { planKubeconfig } : {}) };
  return checkOpenTofu({ infrastructure: { opentofu }, clusters: { [CLUSTER]: credentials } }, [CLUSTER]);
}

const missing = (findings: readonly Finding[]) =>
  findings.filter(({ ok }) => !ok).map(({ system, what, detail }) => `${system}: ${what}: ${detail}`);
const noted = (name: string) => readFileSync(join(folder, name), 'utf8').trim().split('\n');

test('nothing is asked of programs that no profile asks for', async () => {
  expect(await checkOpenTofu({ infrastructure: {}, clusters: {} }, [])).toEqual([]);
  expect(await checkAnsible({ infrastructure: {} }, [])).toEqual([]);
});

test('OpenTofu reads a state by the rights of plans, locks it by those that apply, and applies nothing', async () => {
  const found = await tofu(standIn('tofu'));

  expect(found.map(({ what, ok }) => `${ok ? '' : 'not '}${what}`)).toEqual([
    'program',
    'providers',
    'not OpenTofu plans by rights that only read',
    'OpenTofu state can be read',
    'OpenTofu state can be locked',
  ]);
  expect(noted('calls')).toEqual([
    'writer: version -json',
    'writer: init -backend=false -input=false -no-color',
    'reader: init -input=false -no-color',
    'reader: state pull',
    'writer: init -input=false -no-color',
    'writer: plan -input=false -no-color -lock-timeout=10s',
  ]);
  expect(noted('places').filter((place) => existsSync(place))).toEqual([]);
});

test.each([
  ['version) exit 1 ;;', /^opentofu: program: tofu version ended with 1.* Check infrastructure.opentofu.program\.$/],
  [`version) echo '{"terraform_version":"1.5.7"}' ;;`, /^opentofu: program: .* is 1.5.7: install 1.6 or newer\.$/],
  [
    'init) if [ "$2" = -backend=false ]; then echo "Error: Failed to query available provider packages" >&2; exit 1; fi ;;',
    /^opentofu: providers: .*query available provider packages.* TF_CLI_CONFIG_FILE .* mirror/,
  ],
  [
    'state) echo "Error: HTTP remote state endpoint requires auth" >&2; exit 1 ;;',
    /^cluster cluster-east-prod: OpenTofu state can be read: .*requires auth.*planEnvironmentFile\.$/,
  ],
  [
    'plan) echo "Error: Error acquiring the state lock for hidden-word" >&2; exit 1 ;;',
    /^cluster cluster-east-prod: OpenTofu state can be locked: .*\(hidden\).* infrastructure.opentofu.environmentFile\.$/,
  ],
])('what OpenTofu lacks is named with where and how to mend it: %s', async (cases, expected) => {
  const found = missing(await tofu(standIn('tofu', cases))).filter((line) => !line.includes('rights that only read'));
  expect(found).toEqual([expect.stringMatching(expected)]);
});

test('a machine without OpenTofu, and a configuration without its settings, are named once', async () => {
  expect(missing(await tofu('tofu-nowhere'))).toEqual([
    expect.stringMatching(/^opentofu: program: There is no "tofu-nowhere" .* Check infrastructure.opentofu.program\.$/),
  ]);
  const none = { infrastructure: {}, clusters: {} };
  expect(missing(await checkOpenTofu(none, [CLUSTER]))).toEqual([
    expect.stringMatching(
      /^opentofu: program: cluster-east-prod has the executor opentofu: add infrastructure.opentofu/,
    ),
  ]);
});

test('s3 locks only when it is told to', async () => {
  const s3 = (settings: Record<string, string>) =>
    tofu(standIn('tofu'), { backend: { type: 's3', settings: { bucket: 'states', ...settings } } });
  const lock = (found: Finding[]) => found.find(({ what }) => what.endsWith('locked'));
  expect(lock(await s3({}))).toMatchObject({ ok: false, detail: expect.stringContaining('add use_lockfile') });
  expect(lock(await s3({ use_lockfile: 'true' }))).toMatchObject({ ok: true });
});

test('an account for plans that may write is named, and so is one that may not read', async () => {
  const [, , whole] = await tofu(standIn('tofu'), {}, new Secret(world.cluster.kubeconfig));
  expect(whole).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/ may create namespaces, .*take it away\.$/),
  });

  await world.cluster.revoke('get', 'limitranges');
  const [, , less] = await tofu(standIn('tofu'), {}, new Secret(world.cluster.kubeconfig));
  expect(less).toMatchObject({ ok: false, detail: expect.stringMatching(/ may not get limitranges: add it/) });
});

interface AnsibleSetup {
  readonly program?: string;
  readonly playbook?: string;
  readonly privateKey?: Secret;
  readonly knownHostsFile?: string;
}

function ansible(setup: AnsibleSetup = {}): Promise<Finding[]> {
  const playbook = join(folder, 'site.yaml');
  writeFileSync(playbook, '- hosts: berth\n');
  const settings = { program: join(folder, 'ansible-playbook'), playbook, ...setup };
  return checkAnsible({ infrastructure: { ansible: settings } }, [CLUSTER]);
}

function key(passphrase: string): Secret {
  const file = join(folder, `key${passphrase}`);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', file]);
  return new Secret(readFileSync(file, 'utf8').trim());
}

test('Ansible is asked for its version and to read the playbook; SSH whether it can use the key', async () => {
  standIn('ansible-playbook');
  const found = await ansible({ privateKey: key(''), knownHostsFile: join(folder, 'calls') });

  expect(found.map(({ what, ok, detail }) => [what, ok, detail])).toEqual([
    ['program', true, 'ansible-playbook [core 2.19.4]'],
    ['playbook', true, join(folder, 'site.yaml')],
    ['key', true, 'ssh-ed25519'],
    ['known hosts', true, join(folder, 'calls')],
  ]);
  expect(noted('calls')).toEqual([': --version', `: --syntax-check -i localhost, ${folder}/site.yaml`]);
  expect(noted('places').filter((place) => existsSync(place))).toEqual([]);
});

test.each<[string, () => AnsibleSetup, string]>([
  ['program', () => ({ program: 'ansible-nowhere' }), 'There is no "ansible-nowhere"'],
  ['playbook', () => ({ playbook: '/nowhere/site.yaml' }), '/nowhere/site.yaml does not exist. Check infrastructure.'],
  ['key', () => ({ privateKey: new Secret('no key') }), 'privateKeyFile: give one without a passphrase'],
  ['key', () => ({ privateKey: key('word12') }), 'privateKeyFile: give one without a passphrase'],
  ['known hosts', () => ({ knownHostsFile: '/nowhere' }), 'Check infrastructure.ansible.knownHostsFile'],
])('a %s that cannot be used is named by its setting', async (what, setup, words) => {
  standIn('ansible-playbook');
  expect(missing(await ansible(setup()))).toEqual([expect.stringMatching(`^ansible: ${what}: .*${words}`)]);
});

test('a playbook that Ansible cannot read is told in its words, and missing settings by their name', async () => {
  standIn(
    'ansible-playbook',
    `--syntax-check) echo "[ERROR]: 'tsks' is not a valid attribute for a Play" >&2; exit 4 ;;`,
  );
  expect(missing(await ansible())).toEqual([
    "ansible: playbook: ansible-playbook ended with 4: 'tsks' is not a valid attribute for a Play",
  ]);
  expect(missing(await checkAnsible({ infrastructure: {} }, [CLUSTER]))).toEqual([
    `ansible: program: Machines of ${CLUSTER} are left to Ansible: add infrastructure.ansible.`,
  ]);
});
