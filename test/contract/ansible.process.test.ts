/*
 * A stand-in for `ansible-playbook` shows what it is called with and what its output leads to;
 * test/stack shows the same activity with the real one, on a machine of its own.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createInfrastructureActivities } from '../../src/activities/infrastructure/index.ts';
import { Secret } from '../../src/config.ts';
import { InfrastructureError } from '../../src/infrastructure/error.ts';
import { activityEnvironment } from '../support/activity.ts';
import { CLUSTER, mergedRequest, UNREACHED } from '../support/cluster.ts';

const MERGE_SHA = 'a'.repeat(40);
const HOST = 'payments-billing.east.example.test';
const OTHER = 'payments-reports.east.example.test';
const FOLDER = `infrastructure/${CLUSTER}/payments-prod`;
const inventory = (host: string, more = '') =>
  `all: { children: { berth: { hosts: { ${host}: { berth_cpu: 2${more} } } } } }`;
const FILES: Readonly<Record<string, string>> = {
  [`${FOLDER}/inventory-vm-billing.yaml`]: inventory(HOST),
  [`${FOLDER}/inventory-vm-reports.yaml`]: inventory(OTHER),
};
const PATH = process.env['PATH'] ?? '';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-standin-'));
  process.env['PATH'] = `${folder}:/usr/bin:/bin`;
  writeFileSync(join(folder, 'site.yaml'), '- hosts: berth\n');
});
afterEach(() => {
  process.env['PATH'] = PATH;
  rmSync(folder, { recursive: true, force: true });
});

/** Notes the call, then does what the case says. */
function standIn(then: string): void {
  const script = `#!/bin/sh
echo "$@" >> "${folder}/calls"
env > "${folder}/env"; pwd > "${folder}/place"; ls -l > "${folder}/modes"; cat key inventory-* > "${folder}/given"
${then}
`;
  writeFileSync(join(folder, 'ansible-playbook'), script, { mode: 0o755 });
}

const line = (host: string, unreachable: number, failed: number) =>
  `${host} : ok=2    changed=0    unreachable=${unreachable}    failed=${failed}    skipped=0    rescued=0    ignored=0`;
const says = (lines: readonly string[], code = 0) => `cat <<'END'\n${lines.join('\n')}\nEND\nexit ${code}`;
const recap = (...lines: string[]) => ['PLAY RECAP *****', ...lines, ''];

interface Setup {
  readonly files?: Readonly<Record<string, string>>;
  readonly isConfigured?: boolean;
  readonly playbook?: string;
  readonly gate?: () => Promise<void>;
}

function configure(setup: Setup = {}, env = activityEnvironment()) {
  const { files = FILES, isConfigured = true, playbook = join(folder, 'site.yaml'), gate = async () => {} } = setup;
  const ansible = { program: 'ansible-playbook', playbook, user: 'berth', privateKey: new Secret('the key') };
  const activities = createInfrastructureActivities({
    config: { github: { fleet: 'example/fleet' }, clusters: {}, infrastructure: isConfigured ? { ansible } : {} },
    clusters: () => {
      throw new Error('a cluster was asked');
    },
    readFile: async (sha, path) => (sha === MERGE_SHA ? files[path] || null : null),
    gate,
    github: UNREACHED,
    render: () => Promise.reject(new Error('something was rendered')),
  });
  const order = mergedRequest(MERGE_SHA);
  const merged = { ...order, plan: { ...order.plan, paths: [...Object.keys(FILES), `${FOLDER}/walls.yaml`] } };
  return env.run(() => activities.configureMachines(merged));
}
const noted = (name: string) => readFileSync(join(folder, name), 'utf8');

test('the playbook is run over the merged inventories, in a folder of its own that is gone afterwards', async () => {
  standIn(says(recap(line(HOST, 0, 0), line(OTHER, 0, 0))));

  expect(await configure()).toEqual({ hosts: [HOST, OTHER] });

  expect(noted('calls')).toBe(`-i inventory-vm-billing.yaml -i inventory-vm-reports.yaml ${folder}/site.yaml\n`);
  expect(noted('given')).toBe(`the key\n${inventory(HOST)}${inventory(OTHER)}`);
  expect(noted('modes').match(/^-rw-------/gm)).toHaveLength(3);
  expect(existsSync(noted('place').trim())).toBe(false);
});

test('it gets user and key by its environment, nothing of the worker’s own, and checks host keys', async () => {
  process.env['BERTH_TEST_SECRET'] = 'hunter2';
  standIn(says(recap(line(HOST, 0, 0), line(OTHER, 0, 0))));
  await configure();
  delete process.env['BERTH_TEST_SECRET'];
  expect(noted('env')).toMatch(/^ANSIBLE_REMOTE_USER=berth$/m);
  expect(noted('env')).toMatch(/^ANSIBLE_PRIVATE_KEY_FILE=.*\/key$/m);
  expect(noted('env')).toMatch(/^ANSIBLE_NOCOLOR=1$/m);
  expect(noted('env')).not.toMatch(/HOST_KEY|hunter2|the key/);
});

test('failing and unreachable machines are told with their tasks and without results', async () => {
  const said = [
    'TASK [Gathering Facts] *****',
    `fatal: [${OTHER}]: UNREACHABLE! => {"msg": "hunter2"}`,
    'TASK [Set the word] *****',
    `fatal: [${HOST}]: FAILED! => {"msg": "hunter2"}`,
    ...recap(line(HOST, 0, 1), line(OTHER, 1, 0)),
  ];
  standIn(says(said, 4));

  const error = await configure().catch((e: Error) => e);

  expect(error).toMatchObject({ type: 'ProvisioningFailed', nonRetryable: true });
  const { message } = error as Error;
  expect(message).toContain(
    `Ansible on ${CLUSTER}: ${HOST} failed at "Set the word"; ${OTHER} could not be reached at`,
  );
  expect(message).not.toContain('hunter2');
});

test.each([
  ['connect to host 10.0.0.1 port 22: No route to host', 'Unavailable', false],
  ['Host key verification failed.', 'Configuration', true],
  ['berth@10.0.0.1: Permission denied (publickey).', 'Configuration', true],
])('machines of which SSH says "%s" are told so, as %s', async (words, type, nonRetryable) => {
  const msg = `Task failed: Failed to connect to the host via ssh: ${words}`;
  const said = [
    'TASK [Gathering Facts] *****',
    `fatal: [${HOST}]: UNREACHABLE! => {"changed": false, "msg": "${msg}"}`,
  ];
  standIn(says([...said, ...recap(line(HOST, 1, 0), line(OTHER, 0, 0))], 4));
  const message = `Ansible on ${CLUSTER}: ${HOST} could not be reached at "Gathering Facts": ${words}`;
  const expected = { type, nonRetryable, message: expect.stringContaining(message) };
  await expect(configure()).rejects.toMatchObject(expected);
});

test('a machine that the playbook does not touch is not configured, although Ansible is content', async () => {
  standIn(says(recap(line(HOST, 0, 0))));
  const message = expect.stringContaining(`the playbook has nothing for ${OTHER}`);
  await expect(configure()).rejects.toMatchObject({ type: 'ProvisioningFailed', message });
});

test('a run that fails as a whole is told by its first complaint, without the lines it quotes', async () => {
  standIn(`echo "[ERROR]: 'tsks' is not a valid attribute for a Play\n2 password: hunter2" >&2; exit 4`);
  const message = `Ansible on ${CLUSTER}: ansible-playbook ended with 4: 'tsks' is not a valid attribute for a Play`;
  await expect(configure()).rejects.toMatchObject({ type: 'ProvisioningFailed', message });
});

test('an exit code other than 0 is a failure, whatever the recap says', async () => {
  standIn(says(recap(line(HOST, 0, 0), line(OTHER, 0, 0)), 3));
  await expect(configure()).rejects.toMatchObject({ type: 'ProvisioningFailed' });
});

test.each<[string, Setup, string]>([
  ['without its settings', { isConfigured: false }, 'add `infrastructure.ansible.playbook`'],
  ['without its playbook', { playbook: '/nowhere/site.yaml' }, 'names /nowhere/site.yaml, which does not exist'],
  ['without the program', {}, 'There is no "ansible-playbook" on the worker\'s PATH: install ansible-core'],
])('a worker %s is a matter of configuration, and is told so', async (_what, setup, text) => {
  process.env['PATH'] = folder;
  await expect(configure(setup)).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining(text),
  });
});

test.each([
  ['a template', inventory(HOST, `, x: "{{ lookup('pipe', 'id') }}"`), 'has a template'],
  ['a connection', inventory(HOST, ', ansible_connection: local'), 'has ansible_connection'],
  ['no machine', 'all: { hosts: {} }', 'has no machine'],
  ['no YAML', '{', 'is not YAML'],
  ['nothing at all', '', 'does not exist'],
])('an inventory with %s starts nothing', async (_what, text, problem) => {
  standIn('exit 0');
  const files = { ...FILES, [`${FOLDER}/inventory-vm-billing.yaml`]: text };
  const message = expect.stringContaining(problem);
  await expect(configure({ files })).rejects.toMatchObject({ type: 'ProvisioningFailed', message });
  expect(existsSync(join(folder, 'calls'))).toBe(false);
});

test('nothing runs before the gate', async () => {
  standIn('exit 0');
  const gate = () => Promise.reject(new InfrastructureError('UnapprovedMerge', 'not approved'));
  await expect(configure({ gate })).rejects.toMatchObject({ type: 'UnapprovedMerge' });
  expect(existsSync(join(folder, 'calls'))).toBe(false);
});

test('a cancelled run is interrupted and leaves no folder', async () => {
  standIn(`trap 'touch "${folder}/released"; exit 99' INT; touch "${folder}/running"; while :; do sleep 0.05; done`);
  const env = activityEnvironment();
  let beats = 0;
  env.on('heartbeat', () => (beats += 1));

  const ended = configure({}, env).catch((error: Error) => error.message);
  while (!existsSync(join(folder, 'running'))) await delay(20);
  env.cancel('CANCELLED');
  expect(await ended).toBe('CANCELLED');

  expect(existsSync(join(folder, 'released'))).toBe(true);
  expect(existsSync(noted('place').trim())).toBe(false);
  expect(beats).toBeGreaterThanOrEqual(1);
});

const KILLED = 'ansible-playbook was killed.';
const failedBefore = `cat <<'END'\n${recap(line(HOST, 0, 1)).join('\n')}\nEND`;

test.each([
  ['it', 'kill -9 $$', KILLED],
  ['it, when a machine has failed already', `${failedBefore}\nkill -15 $$`, KILLED],
  ['a worker of it', 'echo "[ERROR]: A worker was found in a dead state" >&2; exit 1', 'ended with 1: A worker'],
])('a run is tried again when somebody kills %s', async (_what, then, text) => {
  standIn(then);
  const message = expect.stringContaining(text);
  await expect(configure()).rejects.toMatchObject({ type: 'Unavailable', nonRetryable: false, message });
});
