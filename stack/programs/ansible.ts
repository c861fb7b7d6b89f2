import { debianProgram } from './debian.ts';
import type { Program } from './program.ts';
import { pypiProgram } from './pypi.ts';

export const ANSIBLE_PROGRAMS = {
  'ansible-playbook': pypiProgram({ name: 'ansible-playbook', package: 'ansible-core', version: '2.19.14' }),
} as const satisfies Readonly<Record<string, Program>>;

/** What a machine consists of, where we are root and can make namespaces. */
export const MACHINE_PROGRAMS = {
  sshd: debianProgram({ name: 'sshd', packages: ['openssh-server'], smallest: false }),
  'ssh-keygen': debianProgram({ name: 'ssh-keygen', packages: ['openssh-client'], smallest: false }),
  sudo: debianProgram({ name: 'sudo', packages: ['sudo'], smallest: false }),
  ip: debianProgram({ name: 'ip', packages: ['iproute2'], smallest: false }),
  unshare: debianProgram({ name: 'unshare', packages: ['util-linux'], smallest: false }),
} as const satisfies Readonly<Record<string, Program>>;
