import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { ImapFlow } from 'imapflow';
import type { Config } from '../config.ts';

/** A message of the inbox before its source is read. */
export interface ListedMail {
  readonly uid: number;
  /** Bytes, as the server counts them. */
  readonly size: number;
  /** When the server took it; the same on every reading. */
  readonly receivedAt: Date;
}

/** The connection is gone or the server said no: nothing can be told about what was asked. */
export class ImapError extends Error {
  /** True when the server refused user and password. */
  readonly authentication: boolean;
  constructor(message: string, options: { cause?: unknown; authentication?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.name = 'ImapError';
    this.authentication = options.authentication ?? false;
  }
}

/** IDLE is restarted this often: servers and firewalls drop silent connections. */
const IDLE_RESTART_MS = 4 * 60_000;
const CONNECT_TIMEOUT_MS = 15_000;
const SOCKET_TIMEOUT_MS = 5 * 60_000;

/**
 * Connects and opens INBOX. There is no reconnect: after an `ImapError` close it and connect again.
 * @throws ImapError
 */
export async function connectMailbox(
  mailbox: Config['mailboxes'][number],
  caFile: string | undefined,
): Promise<ImapMailbox> {
  const url = new URL(mailbox.imap);
  const client = new ImapFlow({
    host: url.hostname,
    port: Number(url.port || 993),
    secure: true,
    tls: { minVersion: 'TLSv1.2', ...(caFile ? { ca: [...rootCertificates, readFileSync(caFile, 'utf8')] } : {}) },
    auth: { user: mailbox.user, pass: mailbox.password.reveal() },
    logger: false,
    maxIdleTime: IDLE_RESTART_MS,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableAutoIdle: true,
  });
  // Without a listener an error on the socket ends the process; the next call tells about it.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.mailboxOpen('INBOX');
    return new ImapMailbox(client, mailbox.name);
  } catch (cause) {
    client.close();
    throw connectError(mailbox.name, cause);
  }
}

function connectError(name: string, cause: unknown): ImapError {
  const refused = (cause as { authenticationFailed?: boolean }).authenticationFailed === true;
  const why = refused ? 'the server refused user and password' : (cause as Error).message;
  return new ImapError(`Mailbox ${name} cannot be opened: ${why}`, { cause, authentication: refused });
}

/** An open INBOX. imapflow answers `undefined` or `false` on a dead connection; here that is an `ImapError`. */
export class ImapMailbox {
  readonly #client: ImapFlow;
  readonly #name: string;

  constructor(client: ImapFlow, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** True when the server offers this extension, such as `IDLE`. */
  can(capability: string): boolean {
    return this.#client.capabilities.has(capability);
  }

  /** Paths of all folders. */
  async folders(): Promise<string[]> {
    return (await this.#ask('list folders', () => this.#client.list())).map((folder) => folder.path);
  }

  /** Our rights in a folder, as letters of RFC 4314; undefined where the server does not tell (no `ACL`). */
  async rights(path: string): Promise<string | undefined> {
    if (!this.can('ACL')) return undefined;
    let rights = '';
    const untagged = {
      MYRIGHTS: async ({ attributes }: UntaggedRights) => void (rights = attributes?.[1]?.value ?? ''),
    };
    await this.#call(`rights in ${path}`, async () => {
      const client = this.#client as unknown as RawCommands;
      const answer = await client.exec('MYRIGHTS', [{ type: 'ATOM', value: path }], { untagged });
      answer.next();
    });
    return rights;
  }

  /** Makes a folder and deletes it again: for whether folders can be made. */
  async tryFolder(path: string): Promise<void> {
    await this.#ask(`create ${path}`, () => this.#client.mailboxCreate(path));
    await this.#ask(`delete ${path}`, () => this.#client.mailboxDelete(path));
  }

  /** Makes the folders that do not exist yet. */
  async ensureFolders(paths: readonly string[]): Promise<void> {
    const existing = new Set(await this.folders());
    for (const path of paths) {
      if (!existing.has(path)) await this.#ask(`create ${path}`, () => this.#client.mailboxCreate(path));
    }
  }

  /** Everything in INBOX, oldest first. Read mail too: a crash may have come between marking and moving. */
  async list(): Promise<ListedMail[]> {
    const uids = await this.#ask('search', () => this.#client.search({ all: true }, { uid: true }));
    if (uids.length === 0) return [];
    const query = { uid: true, size: true, internalDate: true } as const;
    const messages = await this.#ask('fetch', () => this.#client.fetchAll(uids, query, { uid: true }));
    return messages.map(({ uid, size, internalDate }) => ({
      uid,
      size: size ?? 0,
      receivedAt: new Date(internalDate ?? 0),
    }));
  }

  /** The first `maxBytes` of a message; undefined when it is no longer there. */
  async source(uid: number, maxBytes: number): Promise<Buffer | undefined> {
    const query = { source: { start: 0, maxLength: maxBytes } };
    const message = await this.#call('fetch', () => this.#client.fetchOne(String(uid), query, { uid: true }));
    return message ? message.source : undefined;
  }

  /** Marks a message as read and moves it; done when another reader moved it before. */
  async file(uid: number, folder: string): Promise<void> {
    await this.#call('mark', () => this.#client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true }));
    const moved = await this.#call('move', () => this.#client.messageMove(String(uid), folder, { uid: true }));
    if (moved) return;
    const left = await this.#ask('search', () => this.#client.search({ uid: String(uid) }, { uid: true }));
    if (left.length > 0) throw new ImapError(`Mailbox ${this.#name}: message ${uid} could not be moved to ${folder}`);
  }

  /**
   * Waits until something arrives, the signal fires or the connection ends (the next call then throws). `known` is how
   * many messages were listed: mail that came since is told at once.
   */
  async waitForMail(known: number, signal: AbortSignal): Promise<void> {
    const client = this.#client;
    if (signal.aborted || !client.usable || countOf(client) > known) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        client.off('exists', done);
        client.off('close', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      client.on('exists', done);
      client.on('close', done);
      signal.addEventListener('abort', done);
      client.idle().catch(done);
    });
  }

  /** Never throws; a connection that does not say goodbye is cut. */
  async close(): Promise<void> {
    await Promise.race([
      this.#client.logout().catch(() => {}),
      new Promise((resolve) => setTimeout(resolve, 1000).unref()),
    ]);
    this.#client.close();
  }

  /** Like `#call`, where no answer means a dead connection. */
  async #ask<T>(what: string, call: () => Promise<T | false | undefined>): Promise<T> {
    const answer = await this.#call(what, call);
    if (answer === undefined || answer === false)
      throw new ImapError(`Mailbox ${this.#name}: ${what} was not answered`);
    return answer;
  }

  async #call<T>(what: string, call: () => Promise<T>): Promise<T> {
    const answer = await call().catch((cause: unknown) => {
      throw new ImapError(`Mailbox ${this.#name}: ${what} failed: ${(cause as Error).message}`, { cause });
    });
    if (!this.#client.usable) throw new ImapError(`Mailbox ${this.#name}: the connection ended during ${what}`);
    return answer;
  }
}

/** What imapflow does for its own commands, missing in its types. */
interface RawCommands {
  exec(
    command: string,
    attributes: readonly { readonly type: 'ATOM'; readonly value: string }[],
    options: { readonly untagged: Readonly<Record<string, (answer: UntaggedRights) => Promise<void>>> },
  ): Promise<{ next(): void }>;
}

/** `* MYRIGHTS INBOX lrswipkxtea` as the client takes it apart. */
interface UntaggedRights {
  readonly attributes?: readonly { readonly value?: string }[];
}

const countOf = (client: ImapFlow) => (client.mailbox ? client.mailbox.exists : 0);
