/*
 * Active Directory over LDAPS or StartTLS. One client per scope, bound before anything else runs: three calls at once on
 * a client that is not connected never end. So calls here run one by one.
 */
import { readFileSync } from 'node:fs';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isNativeError } from 'node:util/types';
import {
  Attribute,
  Change,
  Client,
  type Entry,
  escapeFilter,
  InvalidCredentialsError,
  NoSuchObjectError,
  ResultCodeError,
} from 'ldapts';
import type { Config } from '../config.ts';

/** Where the directory is and how to get in. */
export interface DirectoryAccess {
  readonly config: Config['directory'];
  /** Extra certificate authority, as PEM. */
  readonly caFile?: string;
}

/** Below the 10 s after which a silent activity counts as dead. */
const CONNECT_TIMEOUT_MS = 4_000;
const CALL_TIMEOUT_MS = 8_000;
const PAGE_SIZE = 500;
const BINARY = ['objectGUID'];

/** Berth's own account was refused: nobody should try again before the configuration is mended. */
export class OwnSignInError extends Error {
  constructor(server: string, cause: Error) {
    super(`${server} refuses Berth's own account: ${cause.message.trim()}`, { cause });
    this.name = 'OwnSignInError';
  }
}

/** A server that cannot be reached, or no longer; says which. */
class UnreachableError extends Error {
  constructor(server: string, cause: Error) {
    super(`${server}: ${cause.message.trim()}`, { cause });
    this.name = 'UnreachableError';
  }
}

/**
 * Runs `work` as Berth's account on one server, the first configured one unless said. Everything that leads to a
 * write uses that first one, so that a repeat sees what an earlier attempt made there, replicated or not.
 * @throws OwnSignInError, ldapts' result code errors, and the errors of Node's sockets (with the server's name) and TLS.
 */
export async function withDirectory<T>(
  access: DirectoryAccess,
  work: (client: Client) => Promise<T>,
  server: string = access.config.servers[0] ?? '',
): Promise<T> {
  const { bindUser, bindPassword } = access.config;
  return connected(access, server, async (client) => {
    await client.bind(bindUser, bindPassword.reveal()).catch((error: unknown) => {
      throw error instanceof InvalidCredentialsError ? new OwnSignInError(server, error) : error;
    });
    return work(client);
  });
}

/** Runs `work`, which only reads and does not lead to a write, on the first server that can be reached. */
export async function readDirectory<T>(access: DirectoryAccess, work: (client: Client) => Promise<T>): Promise<T> {
  const { servers } = access.config;
  for (const server of servers.slice(0, -1)) {
    try {
      return await withDirectory(access, work, server);
    } catch (error) {
      if (!isConnectionFailure(error)) throw error;
    }
  }
  return withDirectory(access, work, servers.at(-1));
}

/** Why a password does not sign somebody in; all but `wrong` are told to those only who know it. */
export type PasswordRefusal = 'wrong' | 'must-change' | 'expired';

/**
 * Whether the directory takes this password of the user at `dn`; an empty one never counts, since it would sign in
 * nobody at all. Afterwards the client is that user's, not Berth's: make it the last call.
 */
export const signInAs = async (client: Client, dn: string, password: string): Promise<boolean> =>
  (await tryPassword(client, dn, password)) === undefined;

/** The same with the reason why not; undefined when it is taken. */
export async function tryPassword(client: Client, dn: string, password: string): Promise<PasswordRefusal | undefined> {
  if (password === '') return 'wrong';
  try {
    await client.bind(dn, password);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidCredentialsError) return refusalOf(error.message);
    throw error;
  }
}

/** AD says why by a number; that an account is locked it tells guessers too, so Berth does not. */
function refusalOf(message: string): PasswordRefusal {
  const [, data = ''] = /\bdata ([0-9a-f]+)/i.exec(message) ?? [];
  if (data === '773' || data === '532') return 'must-change';
  return data === '701' ? 'expired' : 'wrong';
}

/** True for failures of reaching a server, as opposed to what a server answered or its certificate. */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof UnreachableError) return true;
  if (error instanceof ResultCodeError || error instanceof OwnSignInError || !isNativeError(error)) return false;
  if (!('code' in error)) return /timeout|timed out|socket|closed/i.test(error.message);
  return /^(ECONN|EHOST|ENET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE)/.test(String(error.code));
}

async function connected<T>(access: DirectoryAccess, server: string, work: (client: Client) => Promise<T>): Promise<T> {
  const { protocol, hostname } = new URL(server);
  const startsInClear = protocol === 'ldap:';
  const tlsOptions = { minVersion: 'TLSv1.2', ...(access.caFile ? { ca: readFileSync(access.caFile) } : {}) } as const;
  const client = new Client({
    url: server,
    connectTimeout: CONNECT_TIMEOUT_MS,
    timeout: CALL_TIMEOUT_MS,
    ...(startsInClear
      ? { createConnection: once(server, connect) as typeof connect }
      : { tlsOptions, createSecureConnection: once(server, connectTls) as typeof connectTls }),
  });
  try {
    if (startsInClear) await client.startTLS({ ...tlsOptions, host: hostname, ...serverName(hostname) });
    return await work(client);
  } catch (error) {
    throw isNativeError(error) && isConnectionFailure(error) ? new UnreachableError(server, error) : error;
  } finally {
    await client.unbind().catch(() => {});
  }
}

/** A second connection of the same client would not be signed in, and in the clear after StartTLS: there is none. */
function once<A extends unknown[]>(server: string, open: (...args: A) => Socket): (...args: A) => Socket {
  let opened = false;
  return (...args) => {
    if (opened) throw new Error(`${server} closed the connection`);
    opened = true;
    return open(...args);
  };
}

/** An address has no server name; its certificate names the address itself. */
const serverName = (host: string) => (isIP(host) === 0 ? { servername: host } : {});

/** Entries below `base` (itself included) that match, with the attributes asked for; all of them, in pages. */
export async function findEntries(
  client: Client,
  base: string,
  filter: string,
  attributes: readonly string[],
): Promise<Entry[]> {
  const found = await client.search(base, {
    scope: 'sub',
    filter,
    attributes: [...attributes],
    explicitBufferAttributes: BINARY,
    paged: { pageSize: PAGE_SIZE },
  });
  return found.searchEntries;
}

/** One entry, or null when there is none of that name. */
export async function readEntry(client: Client, dn: string, attributes: readonly string[]): Promise<Entry | null> {
  try {
    const found = await client.search(dn, {
      scope: 'base',
      attributes: [...attributes],
      explicitBufferAttributes: BINARY,
    });
    return found.searchEntries[0] ?? null;
  } catch (error) {
    if (error instanceof NoSuchObjectError) return null;
    throw error;
  }
}

/** Values of an attribute as text; an absent one has none. */
export function valuesOf(entry: Entry, name: string): string[] {
  return [entry[name] ?? []].flat().map(String);
}

/** First value of an attribute as text, or the empty string. */
export function valueOf(entry: Entry, name: string): string {
  return valuesOf(entry, name)[0] ?? '';
}

export function attribute(type: string, ...values: string[]): Attribute {
  return new Attribute({ type, values });
}

export function change(operation: 'add' | 'delete' | 'replace', type: string, ...values: string[]): Change {
  return new Change({ operation, modification: attribute(type, ...values) });
}

/** A password as AD takes it: quoted, UTF-16LE, never in the clear. */
export function passwordAttribute(password: string): Attribute {
  return new Attribute({ type: 'unicodePwd', values: [Buffer.from(`"${password}"`, 'utf16le')] });
}

/** A value inside a search filter (RFC 4515). */
export function escapeValue(value: string): string {
  return escapeFilter`${value}`;
}

/** A value inside a distinguished name (RFC 4514). */
export function escapeDn(value: string): string {
  return value
    .replace(/[\\,+"<>;=]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
    .replaceAll('\0', '\\00');
}
