/*
 * Search filters, straight from their wire form: values stay bytes, so a GUID can be searched for.
 */
import { BerReader } from 'ldapts';
import { sameValue } from './changes.ts';
import { normalDn } from './dn.ts';
import { type Entry, isA } from './entry.ts';
import { LdapError, RESULT } from './result.ts';
import type { Store } from './store.ts';

/** Whether an entry, as one server shows it, is looked for. */
export type Filter = (entry: Entry, store: Store) => boolean;

const TAG = { and: 0xa0, or: 0xa1, not: 0xa2, equal: 0xa3, substrings: 0xa4, present: 0x87, extensible: 0xa9 } as const;
const OCTET_STRING = 4;
const RULE = { bitAnd: '1.2.840.113556.1.4.803', inChain: '1.2.840.113556.1.4.1941' } as const;

/**
 * Reads the filter at the reader's place.
 * @throws LdapError for kinds this server does not know: ordering, approximate, other matching rules.
 */
export function readFilter(reader: BerReader): Filter {
  const tag = reader.peek();
  if (tag === TAG.present) return present(octets(reader, TAG.present).toString('utf8'));
  const end = enter(reader);
  if (tag === TAG.and || tag === TAG.or) return combined(reader, end, tag === TAG.and);
  if (tag === TAG.not) return negated(readFilter(reader));
  if (tag === TAG.equal) return equal(octets(reader).toString('utf8'), octets(reader));
  if (tag === TAG.substrings) return substrings(reader);
  if (tag === TAG.extensible) return extensible(reader, end);
  throw new LdapError(RESULT.unwillingToPerform, `this sandbox knows no filter of kind 0x${tag?.toString(16)}`);
}

/** Steps into a constructed value; returns where it ends. */
export function enter(reader: BerReader): number {
  reader.readSequence();
  return reader.offset + reader.length;
}

function octets(reader: BerReader, tag: number = OCTET_STRING): Buffer {
  return reader.readString(tag, true) ?? Buffer.alloc(0);
}

function combined(reader: BerReader, end: number, all: boolean): Filter {
  const parts: Filter[] = [];
  while (reader.offset < end) parts.push(readFilter(reader));
  return (entry, store) => (all ? parts.every((part) => part(entry, store)) : parts.some((part) => part(entry, store)));
}

const negated =
  (inner: Filter): Filter =>
  (entry, store) =>
    !inner(entry, store);

const present =
  (attribute: string): Filter =>
  (entry, store) =>
    store.values(entry, attribute).length > 0;

function equal(attribute: string, wanted: Buffer): Filter {
  if (attribute.toLowerCase() === 'objectcategory') {
    return (entry) => isA(entry, wanted.toString('utf8').toLowerCase());
  }
  if (attribute.toLowerCase() === 'objectguid') {
    return (entry, store) => store.values(entry, attribute).some((value) => value.equals(wanted));
  }
  return (entry, store) => store.values(entry, attribute).some((value) => sameValue(attribute, value, wanted));
}

const SUBSTRING = { initial: 0x80, final: 0x82 } as const;

function substrings(reader: BerReader): Filter {
  const attribute = octets(reader).toString('utf8');
  const end = enter(reader);
  let pattern = '^';
  let last: number = SUBSTRING.initial;
  while (reader.offset < end) {
    last = reader.peek() ?? 0;
    pattern += (last === SUBSTRING.initial ? '' : '.*') + literal(octets(reader, last).toString('utf8'));
  }
  const wanted = new RegExp(`${pattern}${last === SUBSTRING.final ? '' : '.*'}$`, 'is');
  return (entry, store) => store.values(entry, attribute).some((value) => wanted.test(value.toString('utf8')));
}

/** Text as a pattern that matches only itself. */
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function extensible(reader: BerReader, end: number): Filter {
  const parts = new Map<number, Buffer>();
  while (reader.offset < end) {
    const tag = reader.peek() ?? 0;
    parts.set(tag, octets(reader, tag));
  }
  const [rule, attribute, value] = [0x81, 0x82, 0x83].map((tag) => parts.get(tag)?.toString('utf8') ?? '');
  if (rule === RULE.inChain) return inChain(attribute ?? '', value ?? '');
  if (rule === RULE.bitAnd) return bitAnd(attribute ?? '', BigInt(value ?? '0'));
  throw new LdapError(RESULT.inappropriateMatching, `unknown matching rule ${rule}`);
}

function bitAnd(attribute: string, mask: bigint): Filter {
  return (entry, store) =>
    store.values(entry, attribute).some((value) => (BigInt.asUintN(64, BigInt(value.toString())) & mask) === mask);
}

/** Follows links from the entry until the wanted name, or until all were seen. */
function inChain(attribute: string, wanted: string): Filter {
  return (entry, store) => {
    const seen = new Set<Entry>();
    const reaches = (from: Entry): boolean => {
      if (seen.has(from)) return false;
      seen.add(from);
      const targets = store.values(from, attribute).map(String);
      return targets.some((dn) => normalDn(dn) === normalDn(wanted) || reachesFrom(dn));
    };
    const reachesFrom = (dn: string) => {
      const next = store.find(dn);
      return next !== undefined && reaches(next);
    };
    return reaches(entry);
  };
}
