/* Servers of one domain find each other by name, without a DNS server: each process sees an /etc/hosts of its own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REALM } from '../../sandbox/directory/seed.ts';
import { DIRECTORY_PROGRAMS } from '../programs/directory.ts';
import { pathsOf } from '../programs/program.ts';

/** One of the domain's servers. */
export interface Place {
  /** `dc1`, `dc2`. */
  readonly name: string;
  readonly address: string;
  /** By which others replicate from it; unknown until it belongs to the domain. */
  readonly replicaId?: string;
}

/** How a program is started so that it knows the servers. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** @param folder what the program sees at `SERVER_FOLDER` */
export type Network = (folder: string, program: string, args: readonly string[]) => Command;

export const hostOf = (name: string) => `${name}.${REALM}`;

/** Where a server sees its own folder: paths of runs are longer than a socket's may be. */
export const SERVER_FOLDER = '/mnt';
/** The rest of the machine does not see what is mounted here. */
const APART = `mount --bind "$1" /etc/hosts && mount --bind "$2" ${SERVER_FOLDER} && shift 2 && exec "$@"`;

/** Writes the servers' names to the folder. @throws MissingPrograms */
export function makeNetwork(folder: string, places: readonly Place[]): Network {
  const { unshare } = pathsOf(DIRECTORY_PROGRAMS);
  mkdirSync(folder, { recursive: true });
  const hosts = join(folder, 'hosts');
  writeFileSync(hosts, ['127.0.0.1 localhost', ...places.map(hostLine), ''].join('\n'));
  return (own, program, args) => ({
    program: unshare,
    args: ['--mount', 'sh', '-c', APART, 'sh', hosts, own, program, ...args],
  });
}

function hostLine({ name, address, replicaId }: Place): string {
  const replica = replicaId === undefined ? [] : [`${replicaId}._msdcs.${REALM}`];
  return [address, hostOf(name), name, ...replica].join(' ');
}
