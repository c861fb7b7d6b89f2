import { ANSIBLE_PROGRAMS, MACHINE_PROGRAMS } from './ansible.ts';
import { DIRECTORY_PROGRAMS } from './directory.ts';
import { FLEET_PROGRAMS } from './fleet.ts';
import { FLUX_PROGRAMS } from './flux.ts';
import { KUBERNETES_PROGRAMS } from './kubernetes.ts';
import { MAILBOX_PROGRAMS, TRANSPORT_PROGRAMS } from './mail.ts';
import type { Program } from './program.ts';
import { TOFU_PROGRAMS } from './tofu.ts';

/** Every program of the stack, in the order in which they are obtained: quick ones first. */
export const PROGRAMS: readonly Program[] = [
  ...Object.values(DIRECTORY_PROGRAMS),
  ...Object.values(MAILBOX_PROGRAMS),
  ...Object.values(TRANSPORT_PROGRAMS),
  ...Object.values(MACHINE_PROGRAMS),
  ...Object.values(ANSIBLE_PROGRAMS),
  ...Object.values(FLEET_PROGRAMS),
  ...Object.values(FLUX_PROGRAMS),
  ...Object.values(KUBERNETES_PROGRAMS),
  ...Object.values(TOFU_PROGRAMS),
];
