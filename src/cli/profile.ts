/*
 * What `berth login` keeps for one Berth: a file that only its owner can read. People who use several Berths have one for each.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CliFailure, EXIT } from './failures.ts';

const profile = z.object({
  /** Where this Berth answers; its token goes nowhere else. */
  api: z.url(),
  issuer: z.url(),
  clientId: z.string(),
  token: z.string(),
  refreshToken: z.string().optional(),
  /** ISO 8601. */
  expires: z.string(),
});
export type Profile = z.infer<typeof profile>;

const NAME = /^[\w-]{1,40}$/;

/** Where a profile lies. @throws CliFailure for what cannot be a name. */
export function profileFile(folder: string, name: string): string {
  if (NAME.test(name)) return join(folder, `${name}.json`);
  throw new CliFailure(
    EXIT.usage,
    `"${name}" is no profile: take letters, digits and dashes.`,
    'berth login --profile work',
  );
}

/** Undefined when nobody has signed in by it. @throws CliFailure when the file cannot be used. */
export function readProfile(file: string): Profile | undefined {
  try {
    return profile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CliFailure(EXIT.usage, `${file} cannot be used: ${(error as Error).message}`, 'berth login');
  }
}

/** Written beside and then moved: whoever reads meanwhile reads the old one. */
export function writeProfile(file: string, kept: Profile): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  renameSync(beside, file);
}

export function removeProfile(file: string): void {
  rmSync(file, { force: true });
}
