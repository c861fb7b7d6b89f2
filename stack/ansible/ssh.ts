import { type RunResult, run } from '../../scripts/kit/run.mjs';

interface Target {
  readonly name: string;
  readonly address: string;
  readonly user: string;
  readonly privateKeyFile: string;
  readonly knownHostsFile: string;
}

/** Runs commands on a machine as Ansible does: with the key of the configuration, and its host key checked. */
export function openSsh(target: Target): (command: string) => Promise<RunResult> {
  const { name, address, user, privateKeyFile, knownHostsFile } = target;
  const options = {
    BatchMode: 'yes',
    ConnectTimeout: '2',
    StrictHostKeyChecking: 'yes',
    UserKnownHostsFile: knownHostsFile,
    HostKeyAlias: name,
  };
  const args = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  return (command) => run('ssh', ['-F', 'none', '-i', privateKeyFile, ...args, `${user}@${address}`, command]);
}
