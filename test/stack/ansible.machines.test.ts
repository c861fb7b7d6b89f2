/*
 * A virtual machine as a request renders it, configured by the real Ansible over SSH. Runs as root only: without
 * namespaces there is no machine but our own.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInfrastructureActivities } from '../../src/activities/infrastructure/index.ts';
import { Secret } from '../../src/config.ts';
import { renderChange } from '../../src/domain/render/change.ts';
import { type RunningMachines, startMachines } from '../../stack/ansible/machines.ts';
import { makeStackContext } from '../../stack/kit/context.ts';
import { inActivity } from '../support/activity.ts';
import { mergedRequest, UNREACHED } from '../support/cluster.ts';
import { CATALOGUE, fleet, workedExample } from '../support/worked-example.ts';

const CLUSTER = 'cluster-west-prod';
const HOST = 'payments-billing.cluster-west-prod.example.test';
const NOWHERE = { cluster: '', environment: '', executor: 'kubernetes' } as const;
let folder: string;
let running: RunningMachines;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-machines-'));
  running = await startMachines(await makeStackContext(folder), { names: [HOST] });
});
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const machine = () => running.machines.get(HOST) ?? Promise.reject(new Error(`no machine ${HOST}`));
const there = async (command: string) => (await machine()).run(command);

/** The files of a request for one machine, as Berth renders them. */
function rendered(cpu: number) {
  const items = [{ item: 'vm', parameters: { name: 'billing', cpu, memory: '4Gi', disk: '40Gi', role: 'base' } }];
  const example = workedExample({ selection: { regions: ['west'], items } });
  return renderChange(example, fleet(), CATALOGUE);
}

interface Setup {
  readonly cpu?: number;
  readonly user?: string;
  readonly knownHosts?: string;
}

/** The activity of step 6, in the words of a worker's configuration. */
function configure({ cpu = 1, user = 'berth', knownHosts = running.settings.knownHostsFile }: Setup = {}) {
  const { files, plan } = rendered(cpu);
  const { program, playbook, privateKeyFile } = running.settings;
  const privateKey = new Secret(readFileSync(privateKeyFile, 'utf8').trimEnd());
  const ansible = { program, playbook, user, privateKey, knownHostsFile: knownHosts };
  const activities = createInfrastructureActivities({
    config: { github: { fleet: 'example/fleet' }, clusters: {}, infrastructure: { ansible } },
    clusters: () => {
      throw new Error('a cluster was asked');
    },
    readFile: async (_sha, path) => files.find((file) => file.path === path)?.content ?? null,
    gate: async () => {},
    github: UNREACHED,
    render: () => Promise.reject(new Error('something was rendered')),
  });
  const [placement = NOWHERE] = plan.placements;
  const order = { ...mergedRequest('a'.repeat(40)), plan, placement };
  return inActivity(() => activities.configureMachines(order));
}

test('the machine of a request is configured as root by an account that is not, and a repeat changes nothing', async () => {
  expect(await configure()).toEqual({ hosts: [HOST] });
  expect(await there('cat /etc/berth/machine.yaml')).toContain('environment: payments-prod');
  expect(await there('stat -c %U /etc/berth/machine.yaml')).toBe('root');

  const before = await there('stat -c %z /etc/berth /etc/berth/machine.yaml');
  expect(await configure()).toEqual({ hosts: [HOST] });
  expect(await there('stat -c %z /etc/berth /etc/berth/machine.yaml')).toBe(before);
});

test('what was changed by hand is taken back', async () => {
  await configure();
  await there('echo changed | sudo -n tee /etc/berth/machine.yaml');
  await configure();
  expect(await there('cat /etc/berth/machine.yaml')).toContain('environment: payments-prod');
});

test('a failing task is told by its name, as an operator’s matter', async () => {
  await expect(configure({ cpu: 16 })).rejects.toMatchObject({
    type: 'ProvisioningFailed',
    message: expect.stringContaining(
      `Ansible on ${CLUSTER}: ${HOST} failed at "base : Check that the machine is as large as what was paid for"`,
    ),
  });
});

test('a machine that shows another host key is not spoken to', async () => {
  const knownHosts = join(folder, 'nobody');
  writeFileSync(knownHosts, '');
  await expect(configure({ knownHosts })).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining('Host key verification failed'),
  });
});

test('a machine that does not let us in says so', async () => {
  await expect(configure({ user: 'nobody' })).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining('Permission denied (publickey)'),
  });
});

test('a machine that is down is waited for, and configured once it is back', async () => {
  const { service } = await machine();
  await service.kill();
  const failed = expect.stringContaining(`${HOST} could not be reached`);
  await expect(configure()).rejects.toMatchObject({ type: 'Unavailable', nonRetryable: false, message: failed });
  await service.restart();
  expect(await configure()).toEqual({ hosts: [HOST] });
});
