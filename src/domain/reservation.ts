/*
 * The book of one owner: a cluster, a project, a cost centre, the organisation. It holds room for requests that are
 * under way, beside what Git says stands, and a line of those for whom there is no room. Pure; times are milliseconds
 * since 1970.
 *
 * Who comes first is served first. A later one is served before an earlier one only when that takes nothing from it:
 * when it would fit even with everybody before it served. Who asks for more than the whole limit keeps their place
 * but holds up nobody, until the limit allows it. Nobody starves, and no room stands empty that nobody before waits for.
 */
import { beyond, isWithin, type Limit, type Load, lacking, most, NO_LOAD, plus, sumOf } from './load.ts';

/** What one request asks of a book. */
export interface Ask {
  /** Reference of the request. */
  readonly id: string;
  /** The environment it makes or changes. */
  readonly environment: string;
  readonly load: Load;
  /** After this the book asks whether the request still goes on. */
  readonly until: number;
}

export interface Held extends Ask {
  /** The environment stands in Git: it is held only until Git is read again. */
  readonly confirmed: boolean;
}

/** What Git says of an owner, at one moment. */
export interface Reading {
  readonly limit: Limit;
  /** What stands of all environments but those that were asked about. */
  readonly others: Load;
  /** Those that were asked about, as far as they stand. */
  readonly standing: readonly Standing[];
}

export interface Standing {
  readonly environment: string;
  readonly load: Load;
  /** Reference of the request whose content stands. */
  readonly request: string;
}

export interface Book extends Reading {
  readonly held: readonly Held[];
  /** In the order of asking. */
  readonly line: readonly Ask[];
}

export const EMPTY_BOOK: Book = { limit: {}, others: NO_LOAD, standing: [], held: [], line: [] };

/** Names of the environments that a reading must tell of one by one. */
export const environmentsOf = ({ held, line }: Book): string[] => [
  ...new Set([...held, ...line].map(({ environment }) => environment)),
];

/** Everything that counts against the limit: what stands, and what is held beyond that. */
export function usedBy(book: Book): Load {
  const held = book.held.map((one) => beyond(one.load, standingOf(book, one.environment)));
  return sumOf([book.others, ...book.standing.map(({ load }) => load), ...held]);
}

/** What an environment takes as it stands; a change to it takes only what goes beyond. */
function standingOf({ standing }: Book, environment: string): Load {
  return standing.find((one) => one.environment === environment)?.load ?? NO_LOAD;
}

/**
 * Asks for room. The same ask again changes nothing but `until`; one that takes no more of anything keeps its place, in
 * the line too; any other is a new one, at the end of the line. Whether there is room, `settle` says.
 */
export function reserve(book: Book, ask: Ask): Book {
  const replace = <T extends Ask>(all: readonly T[]): T[] =>
    all.map((one) => (one.id === ask.id ? { ...one, ...ask } : one));
  const known = find(book, ask.id);
  const keepsPlace = known && known.environment === ask.environment && isWithin(ask.load, known.load);
  if (keepsPlace) return { ...book, held: replace(book.held), line: replace(book.line) };
  const left = release(book, ask.id);
  return { ...left, line: [...left.line, ask] };
}

const find = ({ held, line }: Book, id: string): Ask | undefined => [...held, ...line].find((one) => one.id === id);

/** True when exactly this is asked for already, so that nothing has to be read or decided. */
export function isAskedAlready(book: Book, { id, environment, load }: Ask): boolean {
  const known = find(book, id);
  return known?.environment === environment && isWithin(load, known.load) && isWithin(known.load, load);
}

/** The environment stands. Whoever is not held is left alone. */
export function confirm(book: Book, id: string): Book {
  return { ...book, held: book.held.map((one) => (one.id === id ? { ...one, confirmed: true } : one)) };
}

/** Gives room or place back; whoever has none is no error. */
export function release(book: Book, id: string): Book {
  const others = <T extends Ask>(all: readonly T[]) => all.filter((one) => one.id !== id);
  return { ...book, held: others(book.held), line: others(book.line) };
}

/** Those who still go on stay until `until`. */
export function renew(book: Book, ids: readonly string[], until: number): Book {
  const renewed = <T extends Ask>(all: readonly T[]) =>
    all.map((one) => (ids.includes(one.id) ? { ...one, until: Math.max(one.until, until) } : one));
  return { ...book, held: renewed(book.held), line: renewed(book.line) };
}

/** Whose time is over. */
export const overdue = ({ held, line }: Book, now: number): string[] =>
  [...held, ...line].filter(({ until }) => until <= now).map(({ id }) => id);

/** When the next one's time is over; undefined when nobody has any. */
export function nextEnd({ held, line }: Book): number | undefined {
  const ends = [...held, ...line].map(({ until }) => until);
  return ends.length > 0 ? Math.min(...ends) : undefined;
}

/** Whose environments stand in Git. */
export const confirmedIn = ({ held }: Book): string[] => held.filter(({ confirmed }) => confirmed).map(({ id }) => id);

/**
 * Takes over what Git says now. Whoever was confirmed before it was read counts as Git has it from now on: there it
 * stands, or something else has taken its place since, or it was removed.
 * @param reading made after every environment of the book was known.
 * @param confirmed who was confirmed when the reading began.
 */
export function readAnew(book: Book, reading: Reading, confirmed: readonly string[]): Book {
  return { ...book, ...reading, held: book.held.filter(({ id }) => !confirmed.includes(id)) };
}

/** Serves whoever there is room for, in order. Returns whom. */
export function settle(book: Book): { book: Book; served: string[] } {
  let taken = usedBy(book);
  const served: Ask[] = [];
  for (const ask of book.line) {
    const more = beyond(ask.load, standingOf(book, ask.environment));
    if (lacking(NO_LOAD, more, book.limit).length > 0) continue;
    if (lacking(taken, more, book.limit).length === 0) served.push(ask);
    taken = plus(taken, more);
  }
  const held = [...book.held, ...served.map((ask) => ({ ...ask, confirmed: false }))];
  const line = book.line.filter((ask) => !served.includes(ask));
  return { book: { ...book, held, line }, served: served.map(({ id }) => id) };
}

/** How a request stands in a book. */
export interface Place {
  /** 0: it has its room; from 1 on: its place in the line. */
  readonly place: number;
  readonly limit: Limit;
  /** What stands in Git, its own environment left out. */
  readonly standing: Load;
  /** What other requests hold beyond what stands. */
  readonly reserved: Load;
  /** What it takes, or would. */
  readonly wanted: Load;
  /** Components for which there is no room; empty when only others before it keep it waiting, or nothing does. */
  readonly lacking: readonly (keyof Load)[];
}

/** @returns undefined when the book knows nothing of it. */
export function placeOf(book: Book, id: string): Place | undefined {
  const ask = find(book, id);
  if (!ask) return undefined;
  const without = release(book, id);
  const standing = plus(
    book.others,
    sumOf(book.standing.filter(({ environment }) => environment !== ask.environment).map(({ load }) => load)),
  );
  const held = without.held.map((one) => beyond(one.load, standingOf(book, one.environment)));
  const wanted = most(ask.load, standingOf(book, ask.environment));
  const reserved = sumOf(held);
  const place = book.line.findIndex((one) => one.id === id) + 1;
  const short = place === 0 ? [] : lacking(plus(standing, reserved), wanted, book.limit);
  return { place, limit: book.limit, standing, reserved, wanted, lacking: short };
}
