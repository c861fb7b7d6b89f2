/*
 * Where the mail servers keep their queue, sockets and mailboxes. Not in the run's own folder: Postfix works as a user
 * of its own, who may not look into the folders of others, and paths of sockets must be short.
 */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A user of this machine that one server works as. */
export interface SystemUser {
  readonly name: string;
  readonly group: string;
  readonly uid: number;
  readonly gid: number;
}

export interface Runtime {
  readonly folder: string;
  /** A folder that belongs to this user. */
  own(name: string, user: SystemUser): string;
  /** A file that everybody may read, except when it is a secret of one user. */
  write(name: string, content: string, secretOf?: SystemUser): string;
  remove(): void;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

export function makeRuntime(): Runtime {
  const folder = mkdtempSync(join(tmpdir(), 'berth-post-'));
  chmodSync(folder, 0o711);
  return {
    folder,
    own: (name, user) => ownFolder(join(folder, name), user),
    write(name, content, secretOf) {
      const file = join(folder, name);
      writeFileSync(file, content, { mode: secretOf ? 0o600 : 0o644 });
      if (secretOf && isRoot()) chownSync(file, secretOf.uid, secretOf.gid);
      return file;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function ownFolder(folder: string, user: SystemUser): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (isRoot()) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** As root the user of this name, else whoever we are. @throws Error when the package that makes the user is missing. */
export function serviceUser(name: string): SystemUser {
  const wanted = isRoot() ? name : userInfo().username;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([user]) => user === wanted) ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`This machine has no user "${wanted}".`);
  return { name: wanted, group: groupName(gid), uid: Number(uid), gid: Number(gid) };
}

function groupName(gid: string): string {
  const groups = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  return groups.find(([, , id]) => id === gid)?.[0] ?? gid;
}
