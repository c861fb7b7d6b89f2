import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../../scripts/kit/cache.ts';
import { run } from '../../scripts/kit/run.mjs';
import { debianProgram } from './debian.ts';
import { findInstalled } from './find.ts';
import type { Program } from './program.ts';

const VERSION = '2.19.14';
const INSTALL_WITHIN_MS = 10 * 60_000;
const KEPT_LINES = 5;

export const ANSIBLE_PROGRAMS = {
  'ansible-playbook': {
    name: 'ansible-playbook',
    how: `PyPI ansible-core ${VERSION}`,
    smallest: false,
    find: () => findInstalled('ansible-playbook') ?? findOwn(),
    install,
  },
} as const satisfies Readonly<Record<string, Program>>;

/** What a machine consists of, where we are root and can make namespaces. */
export const MACHINE_PROGRAMS = {
  sshd: debianProgram({ name: 'sshd', packages: ['openssh-server'], smallest: false }),
  'ssh-keygen': debianProgram({ name: 'ssh-keygen', packages: ['openssh-client'], smallest: false }),
  sudo: debianProgram({ name: 'sudo', packages: ['sudo'], smallest: false }),
  ip: debianProgram({ name: 'ip', packages: ['iproute2'], smallest: false }),
  unshare: debianProgram({ name: 'unshare', packages: ['util-linux'], smallest: false }),
} as const satisfies Readonly<Record<string, Program>>;

/** Made in its place: a virtual environment cannot be moved. The mark tells a whole one. */
const place = cached('stack', `ansible-core-${VERSION}`);
const mark = join(place, 'complete');

const findOwn = () => (existsSync(mark) ? join(place, 'bin', 'ansible-playbook') : undefined);

async function install(): Promise<void> {
  if (findOwn()) return;
  rmSync(place, { recursive: true, force: true });
  const pip = ['install', '--quiet', '--only-binary=:all:', '--disable-pip-version-check', `ansible-core==${VERSION}`];
  await step('python3', ['-m', 'venv', place]);
  await step(join(place, 'bin', 'pip'), pip);
  writeFileSync(mark, '');
}

async function step(command: string, args: readonly string[]): Promise<void> {
  const label = `Installing ansible-core ${VERSION}`;
  const { code, output } = await run(command, args, { label, timeoutMs: INSTALL_WITHIN_MS });
  if (code === 0) return;
  throw new Error(`${label} failed:\n${output.split('\n').slice(-KEPT_LINES).join('\n')}`);
}
