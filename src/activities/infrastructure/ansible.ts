/*
 * Configures virtual machines: runs `infrastructure.ansible.playbook` over the merged inventories of a placement. What
 * it does on the machines is the playbook's, and is as idempotent as Ansible's modules are.
 */
import { copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { runPlaybook } from '../../clients/ansible.ts';
import type { HostOutcome } from '../../clients/ansible-recap.ts';
import { ClientError } from '../../clients/client-error.ts';
import { inWorkFolder, type WorkFolder } from '../../clients/work-folder.ts';
import { type Config, searchPath } from '../../config.ts';
import type { FailureType } from '../../domain/failures.ts';
import { oneLine } from '../../domain/one-line.ts';
import { InfrastructureError } from '../../infrastructure/error.ts';
import { type Inventory, readInventories } from '../../infrastructure/inventories.ts';
import type { ReadFleetFile } from '../../infrastructure/order.ts';
import { failure } from '../failures.ts';
import type { MergedRequest } from './executor.ts';

type AnsibleConfig = NonNullable<Config['infrastructure']['ansible']>;

interface Deps {
  readonly config: { readonly infrastructure: Config['infrastructure'] };
  readonly readFile: ReadFleetFile;
}

const LONGEST_TASK = 120;
const KNOWN_HOSTS = 'known_hosts';

/** Needs `infrastructure.ansible` in the configuration and `ansible-playbook` on the worker's PATH. */
export async function configureMachines(deps: Deps, order: MergedRequest): Promise<{ hosts: string[] }> {
  const ansible = requireConfig(deps, order);
  const inventories = await readInventories(deps.readFile, order);
  const outcomes = await runInWorkFolder(ansible, order, inventories);
  const wanted = inventories.flatMap(({ hosts }) => hosts);
  const problems = [...outcomes.flatMap(problemOf), ...untouched(wanted, outcomes)];
  if (problems.length === 0) return { hosts: wanted };
  const mend = 'Run the playbook by hand to see why, mend it, and retry.';
  throw failure(typeOf(outcomes, problems.length), `${headOf(order)}: ${problems.join('; ')}. ${mend}`);
}

/** What SSH says when waiting does not help. */
const REFUSED = /host key verification failed|permission denied|could not resolve|identification has changed/i;

/** A machine that is down comes back by itself; one that does not know us, or we it, does not. */
function typeOf(outcomes: readonly HostOutcome[], problems: number): FailureType {
  const unreachable = outcomes.filter(({ outcome }) => outcome === 'unreachable');
  if (unreachable.length < problems) return 'ProvisioningFailed';
  return unreachable.some(({ words }) => REFUSED.test(words ?? '')) ? 'Configuration' : 'Unavailable';
}

/** In a folder of this call alone, which holds the key while it lasts. */
async function runInWorkFolder(
  ansible: AnsibleConfig,
  order: MergedRequest,
  inventories: readonly Inventory[],
): Promise<HostOutcome[]> {
  try {
    return await inWorkFolder((folder) => runOver(inventories, ansible, folder));
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    throw error.type === 'ProvisioningFailed' ? failed(order, error.message) : failure(error.type, error.message);
  }
}

function runOver(
  inventories: readonly Inventory[],
  ansible: AnsibleConfig,
  { path: folder, write }: WorkFolder,
): Promise<HostOutcome[]> {
  for (const { path, text } of inventories) write(basename(path), text);
  if (ansible.privateKey) write('key', `${ansible.privateKey.reveal()}\n`);
  if (ansible.knownHostsFile) copyFileSync(ansible.knownHostsFile, join(folder, KNOWN_HOSTS));
  heartbeat('ansible-playbook');
  const names = inventories.map(({ path }) => basename(path));
  const env = environmentOf(ansible, folder);
  const { program, playbook } = ansible;
  return runPlaybook({ program, playbook, inventories: names, folder, env, signal: cancellationSignal() });
}

/**
 * Nothing of the worker's own environment but where programs are. Host keys are checked, as is Ansible's default, and
 * nothing holds a connection for long once the folder is gone.
 */
function environmentOf({ user, privateKey, knownHostsFile }: AnsibleConfig, folder: string): Record<string, string> {
  const hostKeys = `-o UserKnownHostsFile=${join(folder, KNOWN_HOSTS)} -o GlobalKnownHostsFile=/dev/null`;
  return {
    PATH: searchPath(),
    HOME: folder,
    LC_ALL: 'C.UTF-8',
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_STDOUT_CALLBACK: 'default',
    ANSIBLE_SSH_ARGS: '-C -o ControlMaster=auto -o ControlPersist=10s',
    ...(user === undefined ? {} : { ANSIBLE_REMOTE_USER: user }),
    ...(privateKey ? { ANSIBLE_PRIVATE_KEY_FILE: join(folder, 'key') } : {}),
    ...(knownHostsFile === undefined ? {} : { ANSIBLE_SSH_COMMON_ARGS: hostKeys }),
  };
}

function requireConfig({ config }: Deps, { placement: { cluster } }: MergedRequest): AnsibleConfig {
  const { ansible } = config.infrastructure;
  const setting = 'infrastructure.ansible';
  if (!ansible) {
    const mend = `add \`${setting}.playbook\` and restart the worker`;
    throw failure('Configuration', `Machines of ${cluster} are configured by Ansible: ${mend}`);
  }
  if (existsSync(ansible.playbook)) return ansible;
  throw failure(
    'Configuration',
    `\`${setting}.playbook\` names ${ansible.playbook}, which does not exist on the worker`,
  );
}

function problemOf({ host, outcome, task, words }: HostOutcome): string[] {
  if (outcome === 'done') return [];
  const where = task === undefined ? '' : ` at "${oneLine(task, LONGEST_TASK)}"`;
  return outcome === 'failed'
    ? [`${host} failed${where}`]
    : [`${host} could not be reached${where}: ${words ? oneLine(words, LONGEST_TASK) : 'SSH does not say why'}`];
}

/** A playbook that matches no machine ends well, having done nothing. */
function untouched(wanted: readonly string[], outcomes: readonly HostOutcome[]): string[] {
  const touched = new Set(outcomes.map(({ host }) => host));
  return wanted.filter((host) => !touched.has(host)).map((host) => `the playbook has nothing for ${host}`);
}

const headOf = ({ placement }: MergedRequest) => `Ansible on ${placement.cluster}`;

const failed = (order: MergedRequest, what: string) =>
  new InfrastructureError('ProvisioningFailed', `${headOf(order)}: ${what}`);
