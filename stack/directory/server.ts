import { Client } from 'ldapts';
import { freeAddress } from '../kit/addresses.ts';
import type { Authority } from '../kit/authority.ts';
import type { RunningPart } from '../kit/context.ts';
import { startDaemon } from '../kit/daemon.ts';
import { DIRECTORY_PROGRAMS } from '../programs/directory.ts';
import { pathsOf } from '../programs/program.ts';
import { ADMINISTRATOR } from './administrator.ts';
import type { Network, Place } from './network.ts';
import { writeKerberosSettings, writeSettings } from './settings.ts';

export interface ServerOrder {
  /** Its name, also of its log, and its address. */
  readonly place: Place;
  /** Folder of its database. */
  readonly folder: string;
  /** The run's folder, for its log. */
  readonly run: string;
  readonly authority: Authority;
  readonly network: Network;
  /** Whether other servers copy from it and it from them. */
  readonly copies: boolean;
}

export interface RunningServer extends RunningPart {
  /** `ldaps://127.x.y.z`. */
  readonly url: string;
  /** The file it was started with. */
  readonly settings: string;
  /** SIGKILL; `start` brings it back at the same address. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Kerberos, RPC, LDAP, passwords, LDAPS, global catalogue. */
const PORTS = [88, 135, 389, 464, 636, 3268, 3269];
const ARGUMENTS = ['--foreground', '--no-process-group', '--debug-stdout', '--debuglevel=1'];
/** What copies asks for tickets and waits, and what gives them may not wait with it: those are processes of their own. */
const MODEL = { alone: '--model=single', copies: '--model=prefork' };

/** An address of its own for a server, whose ports are fixed. */
export const addressOfServer = (): Promise<string> => freeAddress(PORTS);

/** Starts Samba on the database in the folder. @throws MissingPrograms, Error when it does not come up */
export async function startServer(order: ServerOrder): Promise<RunningServer> {
  const { place, folder, run, authority, network, copies } = order;
  const { name, address } = place;
  const { samba } = pathsOf(DIRECTORY_PROGRAMS);
  const { keyFile, certFile } = await authority.issue(name, { commonName: name, hosts: [address] });
  const settings = writeSettings({ name, folder, address, copies, keyFile, certFile, caFile: authority.caFile });
  const env = { KRB5_CONFIG: writeKerberosSettings(folder, address) };
  const model = copies ? MODEL.copies : MODEL.alone;
  const url = `ldaps://${address}`;
  const start = () =>
    startDaemon(run, {
      name,
      env,
      ...network(folder, samba, [...ARGUMENTS, model, `--configfile=${settings}`]),
      ready: () => answers(url, authority.cert),
    });
  let daemon = await start();
  return {
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
