import { ANSIBLE_PROGRAMS, MACHINE_PROGRAMS } from './ansible.ts';
import { BACKSTAGE_PROGRAMS } from './backstage.ts';
import { BROWSER_PROGRAMS } from './browser.ts';
import { DIRECTORY_PROGRAMS } from './directory.ts';
import { FLEET_PROGRAMS } from './fleet.ts';
import { FLUX_PROGRAMS } from './flux.ts';
import { KUBERNETES_PROGRAMS } from './kubernetes.ts';
import { MAILBOX_PROGRAMS, TRANSPORT_PROGRAMS } from './mail.ts';
import { POLICY_PROGRAMS } from './opa.ts';
import type { Program } from './program.ts';
import { API_PROGRAMS, GITHUB_PROGRAMS, SLACK_PROGRAMS } from './services.ts';
import { TOFU_PROGRAMS } from './tofu.ts';

/** The programs of each part, in the order in which they are obtained: quick ones first. */
export const PARTS = {
  directory: Object.values(DIRECTORY_PROGRAMS),
  mail: [...Object.values(MAILBOX_PROGRAMS), ...Object.values(TRANSPORT_PROGRAMS)],
  machines: [...Object.values(MACHINE_PROGRAMS), ...Object.values(ANSIBLE_PROGRAMS)],
  fleet: Object.values(FLEET_PROGRAMS),
  policy: Object.values(POLICY_PROGRAMS),
  services: [...Object.values(GITHUB_PROGRAMS), ...Object.values(SLACK_PROGRAMS), ...Object.values(API_PROGRAMS)],
  clusters: [...Object.values(FLUX_PROGRAMS), ...Object.values(KUBERNETES_PROGRAMS)],
  opentofu: Object.values(TOFU_PROGRAMS),
  browser: Object.values(BROWSER_PROGRAMS),
  backstage: Object.values(BACKSTAGE_PROGRAMS),
} as const satisfies Readonly<Record<string, readonly Program[]>>;

export type Part = keyof typeof PARTS;

/** Every program of the stack; the browser looks at Berth itself. */
export const PROGRAMS: readonly Program[] = Object.entries<readonly Program[]>(PARTS)
  .filter(([part]) => part !== 'browser')
  .flatMap(([, programs]) => programs);
