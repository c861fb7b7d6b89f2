/*
 * States of OpenTofu by its `http` backend: one file each, locked by LOCK and UNLOCK, behind TLS and a password. One user
 * may write, another may only read. Small on purpose: no history of states, one process.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { partFolder, type RunningPart, type StackContext } from '../kit/context.ts';

/** A name and password of the state server. */
export interface StateUser {
  readonly name: string;
  readonly password: string;
}

export interface StateServer extends RunningPart {
  /** For the backend's setting `address`; each state is below. */
  readonly url: string;
  readonly writer: StateUser;
  readonly reader: StateUser;
  /** The state as it is kept; undefined when there is none. `key` is `<cluster>/<environment>`. */
  read(key: string): string | undefined;
  /** Who holds the lock, as OpenTofu describes itself; undefined when nobody does. */
  holder(key: string): string | undefined;
  /** Forgets a state, as when it was never written. */
  lose(key: string): void;
}

/** `/cluster-east-prod/payments-prod` */
const KEY = /^\/([a-z0-9-]+\/[a-z0-9-]+)$/;
const READING: ReadonlySet<string | undefined> = new Set(['GET']);

export async function startStateServer(context: StackContext): Promise<StateServer> {
  const folder = partFolder(context, 'states');
  const { key, cert } = await context.authority.issue('states', { commonName: 'states', hosts: ['127.0.0.1'] });
  const writer = { name: 'berth', password: randomBytes(16).toString('hex') };
  const reader = { name: 'berth-plan', password: randomBytes(16).toString('hex') };
  const fileOf = (state: string, kind: 'state' | 'lock') => join(folder, `${state}.${kind}`);
  const readFile = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  const server = createServer({ key, cert }, (request, response) => {
    answer(request, { writer, reader, fileOf }).then(
      ({ status, body = '' }) => send(response, status, body),
      () => send(response, 500, ''),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writer,
    reader,
    read: (state) => readFile(fileOf(state, 'state')),
    holder: (state) => readFile(fileOf(state, 'lock')),
    lose: (state) => rmSync(fileOf(state, 'state'), { force: true }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body?: string;
}

interface Shelf {
  readonly writer: StateUser;
  readonly reader: StateUser;
  fileOf(state: string, kind: 'state' | 'lock'): string;
}

async function answer(request: IncomingMessage, shelf: Shelf): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://states.invalid');
  const state = KEY.exec(pathname)?.[1];
  if (!is(request, shelf.writer) && !is(request, shelf.reader)) return { status: 401 };
  if (!state) return { status: 404 };
  if (!READING.has(request.method) && !is(request, shelf.writer)) return { status: 403 };
  const [file, lock] = [shelf.fileOf(state, 'state'), shelf.fileOf(state, 'lock')];
  const held = existsSync(lock) ? readFileSync(lock, 'utf8') : undefined;
  const body = await text(request);
  switch (request.method) {
    case 'GET':
      return existsSync(file) ? { status: 200, body: readFileSync(file, 'utf8') } : { status: 404 };
    case 'LOCK':
      return held ? { status: 423, body: held } : done(() => write(lock, body));
    case 'UNLOCK':
      return body && held && idOf(body) !== idOf(held)
        ? { status: 423, body: held }
        : done(() => rmSync(lock, { force: true }));
    case 'POST':
      return held && searchParams.get('ID') !== idOf(held)
        ? { status: 423, body: held }
        : done(() => write(file, body));
    case 'DELETE':
      return done(() => rmSync(file, { force: true }));
    default:
      return { status: 405 };
  }
}

function is({ headers }: IncomingMessage, { name, password }: StateUser): boolean {
  const wanted = Buffer.from(`Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`);
  const given = Buffer.from(headers.authorization ?? '');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Of the description that OpenTofu sends with a lock; `tofu force-unlock` sends none. */
const idOf = (lock: string) => (JSON.parse(lock) as { ID?: string }).ID;

function done(act: () => void): Answer {
  act();
  return { status: 200 };
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
