import { Client } from 'ldapts';
import { freeAddress } from '../kit/addresses.ts';
import type { Authority } from '../kit/authority.ts';
import type { RunningPart } from '../kit/context.ts';
import { startDaemon } from '../kit/daemon.ts';
import { DIRECTORY_PROGRAMS } from '../programs/directory.ts';
import { pathsOf } from '../programs/program.ts';
import { ADMINISTRATOR } from './administrator.ts';
import { writeSettings } from './settings.ts';

export interface ServerOrder {
  /** Its name in the run, and of its log. */
  readonly name: string;
  /** Folder of its database. */
  readonly folder: string;
  /** The run's folder, for its log. */
  readonly run: string;
  readonly authority: Authority;
}

export interface RunningServer extends RunningPart {
  readonly address: string;
  /** `ldaps://127.x.y.z`. */
  readonly url: string;
  /** The file it was started with. */
  readonly settings: string;
  /** SIGKILL; `start` brings it back at the same address. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

const LDAP = 389;
const LDAPS = 636;
const GLOBAL_CATALOGUE = [3268, 3269];
const ARGUMENTS = ['--foreground', '--no-process-group', '--model=single', '--debug-stdout', '--debuglevel=1'];

/** Starts Samba on the database in the folder. @throws MissingPrograms, Error when it does not come up */
export async function startServer({ name, folder, run, authority }: ServerOrder): Promise<RunningServer> {
  const { samba } = pathsOf(DIRECTORY_PROGRAMS);
  const address = await freeAddress([LDAP, LDAPS, ...GLOBAL_CATALOGUE]);
  const { keyFile, certFile } = await authority.issue(name, { commonName: name, hosts: [address] });
  const settings = writeSettings({ folder, address, keyFile, certFile, caFile: authority.caFile });
  const url = `ldaps://${address}`;
  const start = () =>
    startDaemon(run, {
      name,
      program: samba,
      args: [...ARGUMENTS, `--configfile=${settings}`],
      ready: () => answers(url, authority.cert),
    });
  let daemon = await start();
  return {
    address,
    url,
    settings,
    kill: () => daemon.kill(),
    start: async () => void (daemon = await start()),
    close: () => daemon.close(),
  };
}

/** It listens before it can sign anybody in. */
async function answers(url: string, ca: string): Promise<boolean> {
  const client = new Client({ url, tlsOptions: { ca }, connectTimeout: 2_000, timeout: 5_000 });
  try {
    await client.bind(ADMINISTRATOR.user, ADMINISTRATOR.password);
    return true;
  } finally {
    await client.unbind().catch(() => {});
  }
}
