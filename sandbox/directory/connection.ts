import { setTimeout as pause } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import type { SandboxContext } from '../kit/context.ts';
import type { Fault } from '../kit/faults.ts';
import type { Write as LoggedWrite } from '../kit/write-log.ts';
import type { Domain, ServerName } from './domain.ts';
import type { Entry } from './entry.ts';
import {
  describe,
  type Envelope,
  type Operation,
  openEnvelope,
  REQUEST_TAG,
  type Request,
  readRequest,
} from './request.ts';
import { answerTag, writeEntry, writeResult } from './response.ts';
import { LdapError, RESULT } from './result.ts';
import { checkRights, checkSignedIn, type Granted } from './rights.ts';
import { type OpenPages, SEARCH_CONTROLS, type Search, search } from './search.ts';
import { signIn } from './sign-in.ts';
import type { Write } from './store.ts';

const SYSTEM = 'directory';

/** What a connection works on. */
export interface ConnectionDeps {
  readonly context: SandboxContext;
  readonly domain: Domain;
  readonly server: ServerName;
  /** What Berth's account may do now. */
  readonly granted: Granted;
  /** Aborted when the server closes: ends played delays. */
  readonly closing: AbortSignal;
}

/** One client: its requests are answered one after the other. */
export class Connection {
  readonly #socket: TLSSocket;
  readonly #deps: ConnectionDeps;
  readonly #pages: OpenPages = new Map();
  #user: Entry | undefined;

  constructor(socket: TLSSocket, deps: ConnectionDeps) {
    this.#socket = socket;
    this.#deps = deps;
  }

  async answer(message: Buffer): Promise<void> {
    const envelope = openEnvelope(message);
    if (envelope.tag === REQUEST_TAG.unbind) this.#socket.end();
    if (envelope.tag === REQUEST_TAG.unbind || envelope.tag === REQUEST_TAG.abandon) return;
    try {
      await this.#handle(envelope, readRequest(envelope));
    } catch (error) {
      const code = error instanceof LdapError ? error.code : RESULT.operationsError;
      this.#send(writeResult(envelope.id, answerTag(envelope.tag), code, (error as Error).message));
    }
  }

  async #handle(envelope: Envelope, request: Request): Promise<void> {
    refuseUnknownControls(request);
    const what = describe(request.operation);
    const fault = this.#deps.context.faults.take(SYSTEM, what);
    if (fault?.delayMs) await pause(fault.delayMs, undefined, { signal: this.#deps.closing });
    if (fault?.cut) return void this.#socket.destroy();
    if (fault?.status !== undefined) throw new LdapError(fault.status, fault.message ?? 'played by the sandbox');
    const write = await this.#carryOut(envelope, request, what, fault);
    if (write) await this.#deps.context.writes.replied(write);
  }

  /** The effect, then the reply, or the cut that stands for a lost one. Returns the write that was replied to. */
  async #carryOut(
    { id, tag }: Envelope,
    { operation, controls }: Request,
    what: string,
    fault: Fault | undefined,
  ): Promise<LoggedWrite | undefined> {
    let logged: LoggedWrite | undefined;
    let replies = [writeResult(id, answerTag(tag), RESULT.success, '')];
    if (operation.kind === 'bind') this.#bind(operation);
    else if (operation.kind === 'search') replies = this.#search(id, operation, controls);
    else logged = await this.#write(operation, what);
    if (fault?.lostReply) return void this.#socket.destroy();
    for (const reply of replies) this.#send(reply);
    return logged;
  }

  #bind({ name, password }: Operation & { kind: 'bind' }): void {
    this.#user = undefined;
    if (password === undefined) throw new LdapError(RESULT.authMethodNotSupported, '00002027: no SASL here');
    this.#user = signIn(this.#deps.domain.store(this.#deps.server), name, password);
  }

  #search(id: number, operation: Search, controls: Request['controls']): Buffer[] {
    checkSignedIn(this.#user);
    const store = this.#deps.domain.store(this.#deps.server);
    const reader = { user: this.#user, granted: this.#deps.granted };
    const answer = search(store, reader, operation, controls, this.#pages);
    const entries = answer.entries.map(({ dn, attributes }) => writeEntry(id, dn, attributes));
    return [...entries, writeResult(id, answerTag(REQUEST_TAG.search), answer.code, '', answer.control)];
  }

  #write(operation: Exclude<Operation, { kind: 'bind' | 'search' }>, what: string): Promise<LoggedWrite> {
    const { domain, server, granted, context } = this.#deps;
    const write = asWrite(operation, domain);
    checkRights(domain.store(server), granted, this.#user, write);
    domain.write(server, write);
    return context.writes.effect(SYSTEM, what);
  }

  #send(reply: Buffer): void {
    if (this.#socket.writable) this.#socket.write(reply);
  }
}

function asWrite(operation: Exclude<Operation, { kind: 'bind' | 'search' }>, domain: Domain): Write {
  if (operation.kind === 'add') return { ...operation, birth: domain.birth(), at: domain.tick() };
  if (operation.kind === 'modify') return { ...operation, at: domain.tick() };
  return operation;
}

function refuseUnknownControls({ operation, controls }: Request): void {
  const unknown = controls.find(({ oid }) => !SEARCH_CONTROLS.includes(oid) || operation.kind !== 'search');
  if (unknown?.critical) {
    throw new LdapError(RESULT.unavailableCriticalExtension, `00002040: control ${unknown.oid} is not supported`);
  }
}
