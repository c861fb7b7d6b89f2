/*
 * Machines that Ansible configures. As root each is a set of namespaces with an sshd of its own: another network, files
 * of its own over this machine's, users of its own. Without root they are this machine itself (`connection: local`),
 * so that the playbook runs at least; then nothing is proven about SSH. Neither is a virtual machine: no kernel, no disk.
 */
import { randomInt } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/kit/run.mjs';
import { partFolder, type RunningPart, type StackContext } from '../kit/context.ts';
import { type Service, ServiceGroup } from '../kit/service.ts';
import { ANSIBLE_PROGRAMS, MACHINE_PROGRAMS } from '../programs/ansible.ts';
import { pathsOf } from '../programs/program.ts';
import { openSsh } from './ssh.ts';

/** What Berth's `infrastructure.ansible` names. */
export interface AnsibleSettings {
  readonly program: string;
  readonly playbook: string;
  readonly user: string;
  readonly privateKeyFile: string;
  readonly knownHostsFile: string;
}

export interface Machine {
  /** As inventories call it. */
  readonly name: string;
  readonly service: Service;
  /** What a command prints there, as the user that Ansible signs in as. */
  run(command: string): Promise<string>;
}

export interface RunningMachines extends RunningPart {
  readonly settings: AnsibleSettings;
  /** Empty without root: then Ansible works on this machine itself. */
  readonly machines: ReadonlyMap<string, Machine>;
}

export interface MachinesOptions {
  /** As inventories call them, such as `payments-billing.east.example.test`. */
  readonly names: readonly string[];
}

const SHIPPED = join(import.meta.dirname, '..', '..', 'deploy', 'ansible');
const SCRIPT = join(import.meta.dirname, 'machine.sh');
const USER = 'berth';

export async function startMachines(context: StackContext, { names }: MachinesOptions): Promise<RunningMachines> {
  const folder = partFolder(context, 'ansible');
  const playbooks = join(folder, 'playbooks');
  cpSync(SHIPPED, playbooks, { recursive: true });
  const keys = await makeKeys(folder);
  const program = pathsOf(ANSIBLE_PROGRAMS)['ansible-playbook'];
  const settings = { program, playbook: join(playbooks, 'site.yaml'), user: USER, ...keys };
  const group = new ServiceGroup(context.folder);
  const machines = new Map<string, Machine>();
  const isRoot = process.getuid?.() === 0;
  try {
    for (const name of names) {
      if (isRoot) machines.set(name, await startMachine(folder, group, name, settings));
      else describeLocal(playbooks, name, folder);
    }
  } catch (error) {
    await group.close();
    throw error;
  }
  return { settings, machines, close: () => group.close() };
}

/** One authority signs all host keys, so that a new machine is known without a line of its own. */
async function makeKeys(folder: string): Promise<Pick<AnsibleSettings, 'privateKeyFile' | 'knownHostsFile'>> {
  const privateKeyFile = join(folder, 'berth_key');
  const authority = join(folder, 'host_authority');
  for (const key of [privateKeyFile, authority]) await keygen(['-t', 'ed25519', '-N', '', '-C', '', '-f', key]);
  const knownHostsFile = join(folder, 'known_hosts');
  writeFileSync(knownHostsFile, `@cert-authority * ${readFileSync(`${authority}.pub`, 'utf8')}`);
  return { privateKeyFile, knownHostsFile };
}

async function startMachine(
  folder: string,
  group: ServiceGroup,
  name: string,
  settings: AnsibleSettings,
): Promise<Machine> {
  const { unshare } = pathsOf(MACHINE_PROGRAMS);
  const own = join(folder, name);
  const { link, address, outside } = chooseNetwork();
  await writeMachine(folder, own, [name, address]);
  writeHostVariables(join(folder, 'playbooks'), name, { ansible_host: address });
  const ssh = openSsh({ ...settings, address, name });
  const script = ['sh', SCRIPT, own, name, link, address, outside, String(process.pid), USER];
  const service = await group.start({
    name: `machine-${name}`,
    program: unshare,
    args: ['--net', '--mount', '--uts', '--propagation', 'private', ...script],
    cwd: own,
    ready: async () => (await ssh('true')).code === 0,
  });
  const runThere = async (command: string) => {
    const { code, output } = await ssh(command);
    if (code !== 0) throw new Error(`${name}: "${command}" ended with ${code}: ${output}`);
    return output;
  };
  return { name, service, run: runThere };
}

/** Key, certificate and settings of its sshd: keys only, nobody signs in as root. */
async function writeMachine(folder: string, own: string, names: readonly string[]): Promise<void> {
  mkdirSync(own, { recursive: true });
  const key = join(own, 'host_key');
  await keygen(['-t', 'ed25519', '-N', '', '-C', '', '-f', key]);
  const authority = join(folder, 'host_authority');
  await keygen(['-s', authority, '-I', names.join(), '-h', '-n', names.join(), '-V', '-5m:+30d', `${key}.pub`]);
  writeFileSync(join(own, 'authorized_keys'), readFileSync(join(folder, 'berth_key.pub')));
  chmodSync(join(own, 'authorized_keys'), 0o600);
  const lines = [
    'HostKey /machine/host_key',
    'HostCertificate /machine/host_key-cert.pub',
    'AuthorizedKeysFile /machine/authorized_keys',
    'AuthenticationMethods publickey',
    'PermitRootLogin no',
    'PasswordAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'Subsystem sftp internal-sftp',
  ];
  writeFileSync(join(own, 'sshd_config'), `${lines.join('\n')}\n`);
}

/** A network of two addresses that no interface of this machine has. */
function chooseNetwork(): { link: string; address: string; outside: string } {
  const taken = new Set(Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []));
  for (;;) {
    const base = `10.${randomInt(200, 250)}.${randomInt(0, 256)}`;
    const start = randomInt(0, 64) * 4;
    const [outside, address] = [`${base}.${start + 1}`, `${base}.${start + 2}`];
    if (!taken.has(outside)) return { link: `berth-${randomInt(0, 16 ** 8).toString(16)}`, address, outside };
  }
}

/** Without root: this machine, in the place of another one, changing files of the run's folder only. */
function describeLocal(playbooks: string, name: string, folder: string): void {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  writeHostVariables(playbooks, name, { ansible_connection: 'local', berth_become: false, berth_folder: place });
}

/** In the place of DNS: Ansible reads it beside the playbook. */
function writeHostVariables(playbooks: string, name: string, variables: Readonly<Record<string, unknown>>): void {
  const folder = join(playbooks, 'host_vars');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(variables));
}

async function keygen(args: readonly string[]): Promise<void> {
  const program = pathsOf({ keygen: MACHINE_PROGRAMS['ssh-keygen'] }).keygen;
  const { code, output } = await run(program, ['-q', ...args]);
  if (code !== 0) throw new Error(`ssh-keygen ended with ${code}: ${output}`);
}
