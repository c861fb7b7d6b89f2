import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Authority, makeAuthority } from './authority.ts';

/** What every part of the stack is given. */
export interface StackContext {
  /** A folder of this run's own: `startDaemon` gets it, and each part keeps its files in `partFolder` inside. */
  readonly folder: string;
  /** Signs the certificates of all servers of this run. */
  readonly authority: Authority;
}

/** A part that was started. */
export interface RunningPart {
  /** Ends its processes and waits until they are gone; its data stays in the folder. */
  close(): Promise<void>;
}

export async function makeStackContext(folder: string): Promise<StackContext> {
  mkdirSync(folder, { recursive: true });
  return { folder, authority: await makeAuthority(join(folder, 'tls')) };
}

/** The folder of one part, made if need be. */
export function partFolder({ folder }: StackContext, part: string): string {
  const own = join(folder, part);
  mkdirSync(own, { recursive: true });
  return own;
}
