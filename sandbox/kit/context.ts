import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Faults } from './faults.ts';
import { makeTls, type SandboxTls } from './tls.ts';
import { WriteLog } from './write-log.ts';

/** What every sandbox server is given. */
export interface SandboxContext {
  /** A folder of this run's own; servers make their own folder inside. */
  readonly folder: string;
  readonly tls: SandboxTls;
  readonly writes: WriteLog;
  readonly faults: Faults;
}

/** A server that was started: always on loopback, on a port the system chose unless one is asked for. */
export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

export function makeContext(folder: string): SandboxContext {
  mkdirSync(folder, { recursive: true });
  return { folder, tls: makeTls(join(folder, 'tls')), writes: new WriteLog(), faults: new Faults() };
}
