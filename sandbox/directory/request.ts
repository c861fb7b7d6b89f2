/*
 * Requests as they come over the wire (RFC 4511), into plain values.
 */
import { BerReader } from 'ldapts';
import type { Change, ChangeKind } from './changes.ts';
import type { NamedValues } from './entry.ts';
import { enter, type Filter, readFilter } from './filter.ts';
import { LdapError, RESULT } from './result.ts';

export interface Control {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

export type Scope = 'base' | 'one' | 'sub';

export type Operation =
  | { kind: 'bind'; name: string; password?: string }
  | { kind: 'search'; base: string; scope: Scope; sizeLimit: number; filter: Filter; attributes: readonly string[] }
  | { kind: 'add'; dn: string; attributes: readonly NamedValues[] }
  | { kind: 'modify'; dn: string; changes: readonly Change[] }
  | { kind: 'rename'; dn: string; ownPart: string; newParent?: string }
  | { kind: 'delete'; dn: string };

export interface Request {
  readonly operation: Operation;
  readonly controls: readonly Control[];
}

/** Where a message starts: its id and its kind. */
export interface Envelope {
  readonly id: number;
  readonly tag: number;
  readonly reader: BerReader;
  readonly end: number;
}

export const REQUEST_TAG = {
  bind: 0x60,
  unbind: 0x42,
  search: 0x63,
  modify: 0x66,
  add: 0x68,
  delete: 0x4a,
  rename: 0x6c,
  abandon: 0x50,
} as const;
const CONTROLS = 0xa0;
const SIMPLE_PASSWORD = 0x80;
const NEW_PARENT = 0x80;
const OCTET_STRING = 4;
const BOOLEAN = 1;
const SCOPES: readonly Scope[] = ['base', 'one', 'sub'];
const CHANGE_KINDS: readonly ChangeKind[] = ['add', 'delete', 'replace'];

export function openEnvelope(message: Buffer): Envelope {
  const reader = new BerReader(message);
  const end = enter(reader);
  const id = reader.readInt() ?? 0;
  return { id, tag: reader.peek() ?? 0, reader, end };
}

/** @throws LdapError for operations this server does not know. */
export function readRequest({ tag, reader, end }: Envelope): Request {
  const operation = readOperation(tag, reader);
  return { operation, controls: reader.offset < end && reader.peek() === CONTROLS ? readControls(reader) : [] };
}

/** As faults and the write log name it. */
export function describe(operation: Operation): string {
  if (operation.kind === 'bind') return `bind ${operation.name}`;
  return `${operation.kind} ${operation.kind === 'search' ? operation.base : operation.dn}`;
}

function readOperation(tag: number, reader: BerReader): Operation {
  if (tag === REQUEST_TAG.delete) return { kind: 'delete', dn: reader.readString(tag) ?? '' };
  const end = enter(reader);
  if (tag === REQUEST_TAG.bind) return readBind(reader, end);
  if (tag === REQUEST_TAG.search) return readSearch(reader);
  if (tag === REQUEST_TAG.add) {
    return { kind: 'add', dn: text(reader), attributes: readList(reader, readAttribute) };
  }
  if (tag === REQUEST_TAG.modify) {
    return { kind: 'modify', dn: text(reader), changes: readList(reader, readChange) };
  }
  if (tag === REQUEST_TAG.rename) return readRename(reader, end);
  throw new LdapError(RESULT.unwillingToPerform, `this sandbox knows no operation 0x${tag.toString(16)}`);
}

function readBind(reader: BerReader, end: number): Operation {
  reader.readInt();
  const name = text(reader);
  const simple = reader.peek() === SIMPLE_PASSWORD;
  const password = simple ? (reader.readString(SIMPLE_PASSWORD) ?? '') : undefined;
  reader.offset = end;
  return { kind: 'bind', name, ...(password === undefined ? {} : { password }) };
}

function readSearch(reader: BerReader): Operation {
  const base = text(reader);
  const scope = SCOPES[reader.readEnumeration() ?? -1];
  if (!scope) throw new LdapError(RESULT.protocolError, 'unknown scope');
  reader.readEnumeration();
  const sizeLimit = reader.readInt() ?? 0;
  reader.readInt();
  reader.readBoolean();
  return { kind: 'search', base, scope, sizeLimit, filter: readFilter(reader), attributes: readList(reader, text) };
}

function readRename(reader: BerReader, end: number): Operation {
  const dn = text(reader);
  const ownPart = text(reader);
  const dropsOldPart = reader.readBoolean();
  if (!dropsOldPart) throw new LdapError(RESULT.unwillingToPerform, '00002035: the old name must go');
  const moves = reader.offset < end && reader.peek() === NEW_PARENT;
  return { kind: 'rename', dn, ownPart, ...(moves ? { newParent: reader.readString(NEW_PARENT) ?? '' } : {}) };
}

function readAttribute(reader: BerReader): NamedValues {
  enter(reader);
  return { name: text(reader), values: readList(reader, octets) };
}

function readChange(reader: BerReader): Change {
  enter(reader);
  const kind = CHANGE_KINDS[reader.readEnumeration() ?? -1];
  if (!kind) throw new LdapError(RESULT.protocolError, 'unknown kind of change');
  return { kind, ...readAttribute(reader) };
}

function readControls(reader: BerReader): Control[] {
  return readList(reader, (reader) => {
    const end = enter(reader);
    const oid = text(reader);
    const critical = reader.offset < end && reader.peek() === BOOLEAN ? reader.readBoolean() === true : false;
    return { oid, critical, value: reader.offset < end ? octets(reader) : Buffer.alloc(0) };
  });
}

function readList<T>(reader: BerReader, read: (reader: BerReader) => T): T[] {
  const end = enter(reader);
  const items: T[] = [];
  while (reader.offset < end) items.push(read(reader));
  return items;
}

const text = (reader: BerReader) => reader.readString() ?? '';
/** A copy: the reader's values share the buffer of the whole message. */
const octets = (reader: BerReader) => Buffer.from(reader.readString(OCTET_STRING, true) ?? []);
