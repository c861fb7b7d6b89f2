import { randomUUID } from 'node:crypto';
import { BerReader, BerWriter } from 'ldapts';
import { normalDn, parentDn } from './dn.ts';
import type { Entry, NamedValues } from './entry.ts';
import type { Control, Operation } from './request.ts';
import type { AnswerControl } from './response.ts';
import { RESULT } from './result.ts';
import { attributesToWrite, classesToMake, type Granted, isService } from './rights.ts';
import { securityDescriptor } from './security-descriptor.ts';
import type { Store } from './store.ts';

export type Search = Operation & { kind: 'search' };

const PAGED_RESULTS = '1.2.840.113556.1.4.319';
/** Asks for parts of the security descriptor; without it, who may not read the audit rules gets nothing of it. */
const DESCRIPTOR_PARTS = '1.2.840.113556.1.4.801';
export const SEARCH_CONTROLS: readonly string[] = [PAGED_RESULTS, DESCRIPTOR_PARTS];
/** AD's MaxPageSize: more than this comes only in pages. */
const MAX_ENTRIES = 1000;
const OCTET_STRING = 4;

export interface SearchAnswer {
  readonly entries: readonly { dn: string; attributes: readonly NamedValues[] }[];
  readonly code: number;
  readonly control?: AnswerControl;
}

/** Who asks, and what they may do. */
export interface Reader {
  readonly user: Entry;
  readonly granted: Granted;
}

interface View extends Reader {
  readonly store: Store;
  readonly descriptors: boolean;
}

/** The pages of one connection that are still to be fetched, by cookie. */
export type OpenPages = Map<string, Entry[]>;

/** @throws LdapError when the base does not exist. */
export function search(
  store: Store,
  reader: Reader,
  request: Search,
  controls: readonly Control[],
  open: OpenPages,
): SearchAnswer {
  if (request.base === '' && request.scope === 'base')
    return { entries: [rootOf(store, reader)], code: RESULT.success };
  const found = findEntries(store, request);
  const paged = controls.find(({ oid }) => oid === PAGED_RESULTS);
  const view = { store, ...reader, descriptors: controls.some(({ oid }) => oid === DESCRIPTOR_PARTS) };
  const { entries, ...rest } = paged ? page(found, paged, open) : limited(found, request.sizeLimit);
  return { ...rest, entries: entries.map((entry) => shown(view, entry, request.attributes)) };
}

function findEntries(store: Store, { base, scope, filter }: Search): Entry[] {
  const top = store.get(base);
  const inScope = {
    base: () => [top],
    one: () => store.all().filter((entry) => normalDn(parentDn(entry.dn)) === normalDn(top.dn)),
    sub: () => store.within(top.dn).toSorted(byGuid),
  }[scope]();
  return inScope.filter((entry) => filter(entry, store));
}

/** AD promises no order; this one is nobody's wish. */
const byGuid = (a: Entry, b: Entry) => (a.guid < b.guid ? -1 : 1);

interface Cut {
  readonly entries: readonly Entry[];
  readonly code: number;
  readonly control?: AnswerControl;
}

function limited(found: readonly Entry[], sizeLimit: number): Cut {
  const most = Math.min(sizeLimit || MAX_ENTRIES, MAX_ENTRIES);
  const code = found.length > most ? RESULT.sizeLimitExceeded : RESULT.success;
  return { entries: found.slice(0, most), code };
}

function page(found: readonly Entry[], control: Control, open: OpenPages): Cut {
  const reader = new BerReader(control.value);
  reader.readSequence();
  const size = reader.readInt() ?? MAX_ENTRIES;
  const cookie = reader.readString(OCTET_STRING) ?? '';
  const left = cookie ? (open.get(cookie) ?? []) : found;
  open.delete(cookie);
  const rest = left.slice(size);
  const next = rest.length > 0 ? randomUUID() : '';
  if (next) open.set(next, rest);
  return { entries: left.slice(0, size), code: RESULT.success, control: pageControl(next) };
}

function pageControl(cookie: string): AnswerControl {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(0);
  writer.writeString(cookie);
  writer.endSequence();
  return { oid: PAGED_RESULTS, value: writer.buffer };
}

function shown(view: View, entry: Entry, wanted: readonly string[]): { dn: string; attributes: NamedValues[] } {
  const everything = wanted.length === 0 || wanted.includes('*');
  const own = [...entry.attributes.values()].map(({ name }) => name);
  const names = everything ? [...own, 'distinguishedName', 'memberOf'] : wanted;
  const attributes = names.map((name) => ({ name, values: valuesOf(view, entry, name) }));
  return { dn: entry.dn, attributes: attributes.filter(({ values }) => values.length > 0) };
}

/** As AD, the computed ones are told only when they are asked for by name, and differ from reader to reader. */
function valuesOf({ store, user, granted, descriptors }: View, entry: Entry, name: string): readonly Buffer[] {
  switch (name.toLowerCase()) {
    case 'allowedchildclasseseffective':
      return classesToMake(granted, user, entry.dn).map((value) => Buffer.from(value));
    case 'allowedattributeseffective':
      return attributesToWrite(granted, user, entry).map((value) => Buffer.from(value));
    case 'ntsecuritydescriptor':
      return descriptors && isService(user) ? [securityDescriptor(granted, entry, sidOf(store, user))] : [];
    default:
      return store.values(entry, name);
  }
}

/** Of the root, this server knows only whom it takes the reader for: the SIDs of user and groups. */
function rootOf(store: Store, { user }: Reader): { dn: string; attributes: NamedValues[] } {
  const groups = store.values(user, 'memberOf').map((dn) => sidOf(store, store.get(dn.toString('utf8'))));
  return { dn: '', attributes: [{ name: 'tokenGroups', values: [sidOf(store, user), ...groups] }] };
}

const sidOf = (store: Store, entry: Entry) => store.values(entry, 'objectSid')[0] ?? Buffer.alloc(0);
