import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A message as it lies on the disk. */
export interface StoredMail {
  readonly raw: Buffer;
  /** `INBOX`, `Processed`, … */
  readonly folder: string;
}

interface StoredFile {
  readonly path: string;
  readonly name: string;
  readonly folder: string;
  /** When it was received, whole seconds. */
  readonly received: number;
}

/** What lies in one folder of a maildir now, oldest first; empty when there is no such folder. */
export function mailsIn(maildir: string, folder: string): StoredMail[] {
  return read(filesIn(maildir, folder));
}

/** Everything in a maildir, wherever it was filed, oldest first. */
export function allMails(maildir: string): StoredMail[] {
  return read(foldersOf(maildir).flatMap((folder) => filesIn(maildir, folder)));
}

function foldersOf(maildir: string): string[] {
  if (!existsSync(maildir)) return [];
  const names = readdirSync(maildir).filter((name) => name.startsWith('.') && name.length > 1);
  return ['INBOX', ...names.map((name) => name.slice(1))];
}

function filesIn(maildir: string, folder: string): StoredFile[] {
  const root = folder === 'INBOX' ? maildir : join(maildir, `.${folder}`);
  return ['new', 'cur'].flatMap((part) => {
    const place = join(root, part);
    if (!existsSync(place)) return [];
    return readdirSync(place).map((name) => ({
      path: join(place, name),
      name,
      folder,
      received: Math.floor(statSync(join(place, name)).mtimeMs / 1000),
    }));
  });
}

function read(files: readonly StoredFile[]): StoredMail[] {
  const byAge = files.toSorted((a, b) => a.received - b.received || microseconds(a) - microseconds(b));
  return byAge.map(({ path, folder }) => ({ raw: readFileSync(path), folder }));
}

/** Names of a maildir begin with the time at which they were made: `1795272736.M123456P789.host`. */
function microseconds({ name }: StoredFile): number {
  const [, seconds = 0, fraction = 0] = /^(\d+)\.M(\d+)/.exec(name) ?? [];
  return Number(seconds) * 1_000_000 + Number(fraction);
}
