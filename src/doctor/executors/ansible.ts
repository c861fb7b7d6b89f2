import { existsSync } from 'node:fs';
import { askAnsible } from '../../clients/ansible.ts';
import { type ProgramCall, runProgram } from '../../clients/program.ts';
import { inWorkFolder } from '../../clients/work-folder.ts';
import { type Config, type Secret, searchPath } from '../../config.ts';
import { type Finding, Missing, tryFirst, tryOut } from '../finding.ts';

type Ansible = NonNullable<Config['infrastructure']['ansible']>;

const PATIENCE_MS = 60_000;

/** The program, the playbook, and what signs in on machines; no machine is reached. */
export function checkAnsible(
  { infrastructure }: Pick<Config, 'infrastructure'>,
  clusters: readonly string[],
): Promise<Finding[]> {
  if (clusters.length === 0) return Promise.resolve([]);
  const program = async () => {
    const value = infrastructure.ansible;
    if (!value)
      throw new Missing(`Machines of ${clusters.join(', ')} are left to Ansible: add infrastructure.ansible.`);
    return { detail: await readVersion(value), value };
  };
  return tryFirst('ansible', 'program', program, async (ansible) => [
    await tryOut('ansible', 'playbook', () => checkPlaybook(ansible)),
    ...(await orNone(ansible.privateKey, (key) => tryOut('ansible', 'key', () => checkKey(key)))),
    ...(await orNone(ansible.knownHostsFile, (file) => tryOut('ansible', 'known hosts', () => checkHosts(file)))),
  ]);
}

async function orNone<T>(setting: T | undefined, check: (setting: T) => Promise<Finding>): Promise<Finding[]> {
  return setting === undefined ? [] : [await check(setting)];
}

/** Its first line, such as `ansible-playbook [core 2.19.4]`. */
async function readVersion(ansible: Ansible): Promise<string> {
  const said = await ask(ansible.program, ['--version']).catch((error: unknown) => {
    throw new Missing(`${(error as Error).message}. Check infrastructure.ansible.program.`);
  });
  return said.split('\n')[0] ?? '';
}

async function checkPlaybook({ program, playbook }: Ansible): Promise<string> {
  if (!existsSync(playbook)) throw new Missing(`${playbook} does not exist. Check infrastructure.ansible.playbook.`);
  await ask(program, ['--syntax-check', '-i', 'localhost,', playbook]);
  return playbook;
}

const ask = (program: string, args: readonly string[]) =>
  inWorkFolder(({ path }) => askAnsible(callOf(program, args, path)));

function callOf(program: string, args: readonly string[], folder: string): ProgramCall {
  const env = { PATH: searchPath(), HOME: folder, LC_ALL: 'C.UTF-8' };
  return { program, args, folder, env, signal: AbortSignal.timeout(PATIENCE_MS) };
}

/** SSH is asked, which alone knows all forms of keys; nobody can type a passphrase for the worker. */
function checkKey(key: Secret): Promise<string> {
  return inWorkFolder(async ({ path, write }) => {
    write('key', `${key.reveal()}\n`);
    const call = callOf('ssh-keygen', ['-y', '-P', '', '-f', 'key'], path);
    const { code, out } = await runProgram(call, { what: 'ssh-keygen', mend: 'install OpenSSH’s client' });
    if (code === 0) return out.split(' ')[0] ?? '';
    throw new Missing(
      'SSH cannot use the key of infrastructure.ansible.privateKeyFile: give one without a passphrase.',
    );
  });
}

async function checkHosts(file: string): Promise<string> {
  if (existsSync(file)) return file;
  throw new Missing(`${file} does not exist. Check infrastructure.ansible.knownHostsFile.`);
}
