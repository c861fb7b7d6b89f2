import { randomUUID } from 'node:crypto';
import { BerReader, BerWriter } from 'ldapts';
import { normalDn, parentDn } from './dn.ts';
import type { Entry, NamedValues } from './entry.ts';
import type { Control, Operation } from './request.ts';
import type { AnswerControl } from './response.ts';
import { RESULT } from './result.ts';
import { classesToMake } from './rights.ts';
import type { Store } from './store.ts';

export type Search = Operation & { kind: 'search' };

export const PAGED_RESULTS = '1.2.840.113556.1.4.319';
/** AD's MaxPageSize: more than this comes only in pages. */
const MAX_ENTRIES = 1000;
const OCTET_STRING = 4;

export interface SearchAnswer {
  readonly entries: readonly { dn: string; attributes: readonly NamedValues[] }[];
  readonly code: number;
  readonly control?: AnswerControl;
}

/** The pages of one connection that are still to be fetched, by cookie. */
export type OpenPages = Map<string, Entry[]>;

/** @throws LdapError when the base does not exist. */
export function search(
  store: Store,
  user: Entry,
  request: Search,
  controls: readonly Control[],
  open: OpenPages,
): SearchAnswer {
  const found = findEntries(store, request);
  const paged = controls.find(({ oid }) => oid === PAGED_RESULTS);
  const { entries, ...rest } = paged ? page(found, paged, open) : limited(found, request.sizeLimit);
  return { ...rest, entries: entries.map((entry) => shown(store, user, entry, request.attributes)) };
}

function findEntries(store: Store, { base, scope, filter }: Search): Entry[] {
  const top = store.get(base);
  const inScope = {
    base: () => [top],
    one: () => store.all().filter((entry) => normalDn(parentDn(entry.dn)) === normalDn(top.dn)),
    sub: () => store.within(top.dn),
  }[scope]();
  return inScope.filter((entry) => filter(entry, store));
}

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

function shown(
  store: Store,
  user: Entry,
  entry: Entry,
  wanted: readonly string[],
): { dn: string; attributes: NamedValues[] } {
  const everything = wanted.length === 0 || wanted.includes('*');
  const own = [...entry.attributes.values()].map(({ name }) => name);
  const names = everything ? [...own, 'distinguishedName', 'memberOf'] : wanted;
  const attributes = names.map((name) => ({ name, values: valuesOf(store, user, entry, name) }));
  return { dn: entry.dn, attributes: attributes.filter(({ values }) => values.length > 0) };
}

/** As AD, this one is told only when it is asked for by name, and differs from reader to reader. */
function valuesOf(store: Store, user: Entry, entry: Entry, name: string): readonly Buffer[] {
  if (name.toLowerCase() !== 'allowedchildclasseseffective') return store.values(entry, name);
  return classesToMake(user, entry.dn).map((value) => Buffer.from(value));
}
