import { debianProgram } from './debian.ts';
import type { Program } from './program.ts';

const PACKAGES = ['samba', 'samba-ad-dc', 'samba-ad-provision', 'samba-dsdb-modules', 'samba-vfs-modules'];
/** What a new domain is made of. */
const TEMPLATES = '/usr/share/samba/setup/provision.ldif';

const fromSamba = (name: string) => debianProgram({ name, packages: PACKAGES, alsoNeeds: [TEMPLATES], smallest: true });

/** An Active Directory: its server, the tool that makes a domain, and what lets servers know each other. */
export const DIRECTORY_PROGRAMS = {
  samba: fromSamba('samba'),
  'samba-tool': fromSamba('samba-tool'),
  unshare: debianProgram({ name: 'unshare', packages: ['util-linux'], smallest: true }),
} as const satisfies Readonly<Record<string, Program>>;
