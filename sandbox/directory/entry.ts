import { randomBytes, randomUUID } from 'node:crypto';
import { ownPart } from './dn.ts';
import { LdapError, RESULT } from './result.ts';

/** An attribute and its values as they came over the wire. */
export interface NamedValues {
  readonly name: string;
  readonly values: readonly Buffer[];
}

/** One entry. Attributes are keyed by their name in lower case; the password is kept apart and is never readable. */
export interface Entry {
  dn: string;
  readonly guid: string;
  attributes: Map<string, NamedValues>;
  password?: string;
}

/** What the server that accepts an entry gives it; the same on every server. */
export interface Birth {
  readonly guid: string;
  readonly sid: Buffer;
  readonly whenCreated: string;
}

const SID_AUTHORITY = 5;
const DOMAIN_SID = [21, ...Array.from({ length: 3 }, () => randomBytes(4).readUInt32LE())];
const FIRST_RELATIVE_ID = 1100;

/** Makes births with relative ids that are never given twice. */
export function birthRegister(): () => Birth {
  let relativeId = FIRST_RELATIVE_ID;
  return () => ({ guid: randomUUID(), sid: sidOf(relativeId++), whenCreated: generalizedTime(new Date()) });
}

/** An entry with the attributes a directory adds by itself. */
export function newEntry(dn: string, given: readonly NamedValues[], birth: Birth): Entry {
  const entry: Entry = { dn, guid: birth.guid, attributes: new Map() };
  for (const attribute of given) entry.attributes.set(attribute.name.toLowerCase(), attribute);
  const [key, value] = ownPart(dn);
  if (key === '' || value === '') throw new LdapError(RESULT.invalidDnSyntax, `0000208F: bad name ${dn}`);
  setText(entry, key, value);
  setText(entry, 'name', value);
  setText(entry, 'whenCreated', birth.whenCreated);
  setBytes(entry, 'objectGUID', guidBytes(birth.guid));
  if (isA(entry, 'user') || isA(entry, 'group')) setBytes(entry, 'objectSid', birth.sid);
  return entry;
}

/** First value as text. */
export function textOf(entry: Entry, name: string): string | undefined {
  return entry.attributes.get(name.toLowerCase())?.values[0]?.toString('utf8');
}

export function setText(entry: Entry, name: string, value: string): void {
  setBytes(entry, name, Buffer.from(value, 'utf8'));
}

export function isA(entry: Entry, objectClass: string): boolean {
  const classes = entry.attributes.get('objectclass')?.values ?? [];
  return classes.some((value) => value.toString('utf8').toLowerCase() === objectClass);
}

function setBytes(entry: Entry, name: string, value: Buffer): void {
  entry.attributes.set(name.toLowerCase(), { name, values: [value] });
}

/** AD's byte order: the first three groups of a GUID are little-endian. */
export function guidBytes(guid: string): Buffer {
  const [a, b, c, ...rest] = guid.split('-').map((group) => Buffer.from(group, 'hex'));
  return Buffer.concat([a, b, c].map((group) => Buffer.from([...(group ?? [])].toReversed())).concat(rest));
}

function sidOf(relativeId: number): Buffer {
  const parts = [...DOMAIN_SID, relativeId];
  const sid = Buffer.alloc(8 + 4 * parts.length);
  sid[0] = 1;
  sid[1] = parts.length;
  sid.writeUIntBE(SID_AUTHORITY, 2, 6);
  parts.forEach((part, i) => sid.writeUInt32LE(part, 8 + 4 * i));
  return sid;
}

function generalizedTime(at: Date): string {
  return `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}.0Z`;
}
