import { array, assert, boolean, constant, integer, nat, oneof, property, record } from 'fast-check';
import { SerialLine } from '../../test/support/serial-line.ts';
import { type Limit, type Load, NO_LOAD, plus } from './load.ts';
import {
  type Book,
  confirm,
  confirmedIn,
  EMPTY_BOOK,
  nextEnd,
  overdue,
  placeOf,
  readAnew,
  release,
  renew,
  reserve,
  settle,
  usedBy,
} from './reservation.ts';

const cpu = (milliCpu: number, cents = 0): Load => ({ ...NO_LOAD, milliCpu, cents });
const ask = (id: string, load: Load, until = 1000) => ({ id, environment: `env-${id}`, load, until });
const bookOf = (limit: Limit): Book => ({ ...EMPTY_BOOK, limit });
const asked = (book: Book, ...asks: ReturnType<typeof ask>[]): Book =>
  asks.reduce((before, one) => settle(reserve(before, one)).book, book);
const places = (book: Book, ...ids: string[]) => ids.map((id) => placeOf(book, id)?.place);

test('room is held for whoever comes first; the others stand in line', () => {
  const book = asked(bookOf({ milliCpu: 5 }), ask('a', cpu(3)), ask('b', cpu(3)), ask('c', cpu(4)));
  expect(places(book, 'a', 'b', 'c', 'd')).toEqual([0, 1, 2, undefined]);
  expect(placeOf(book, 'b')).toMatchObject({ reserved: cpu(3), wanted: cpu(3), lacking: ['milliCpu'] });
  const { book: after, served } = settle(release(book, 'a'));
  expect([served, places(after, 'b', 'c')]).toEqual([['b'], [0, 1]]);
});

test('a later one overtakes only where that takes nothing from those before it', () => {
  const book = asked(bookOf({ milliCpu: 5, cents: 9 }), ask('a', cpu(3)), ask('big', cpu(4, 1)), ask('small', cpu(1)));
  expect(places(book, 'big', 'small')).toEqual([1, 2]);
  expect(places(asked(book, ask('money', cpu(0, 8)), ask('more', cpu(0, 1))), 'money', 'more')).toEqual([0, 3]);
});

test('who wants more than there ever is holds up nobody, and comes first once the limit allows it', () => {
  const book = asked(bookOf({ milliCpu: 5 }), ask('a', cpu(3)), ask('huge', cpu(6)), ask('b', cpu(2)));
  expect(places(book, 'huge', 'b')).toEqual([1, 0]);
  const raised = settle(readAnew(book, { limit: { milliCpu: 11 }, others: NO_LOAD, standing: [] }, []));
  expect(raised.served).toEqual(['huge']);
});

test('asking again changes nothing, asking for less keeps the place, asking for more is a new ask', () => {
  const book = asked(bookOf({ milliCpu: 5 }), ask('a', cpu(3)), ask('b', cpu(3)), ask('c', cpu(3)));
  expect(asked(book, ask('b', cpu(3)))).toEqual(book);
  expect(places(asked(book, ask('b', cpu(2))), 'b', 'c')).toEqual([0, 1]);
  expect(places(asked(book, ask('b', cpu(4))), 'c', 'b')).toEqual([1, 2]);
  expect(places(asked(book, ask('a', cpu(4))), 'a', 'b', 'c')).toEqual([2, 0, 1]);
});

test('what is confirmed counts once: as held until Git is read after that, then as Git has it', () => {
  const book = asked(bookOf({ milliCpu: 5 }), ask('a', cpu(3)));
  const standing = [{ environment: 'env-a', load: cpu(3), request: 'a' }];
  const reading = { limit: { milliCpu: 5 }, others: NO_LOAD, standing };
  const confirmed = confirm(book, 'a');
  expect([confirmedIn(book), confirmedIn(confirmed)]).toEqual([[], ['a']]);
  expect(usedBy(readAnew(book, reading, []))).toEqual(cpu(3));
  const dropped = readAnew(confirmed, reading, ['a']);
  expect([dropped.held, usedBy(dropped)]).toEqual([[], cpu(3)]);
  const removed = readAnew(confirmed, { ...reading, standing: [] }, ['a']);
  expect([removed.held, usedBy(removed)]).toEqual([[], NO_LOAD]);
});

test('a reading that began before it was confirmed takes nothing from it', () => {
  const book = confirm(asked(bookOf({ milliCpu: 5 }), ask('a', cpu(3))), 'a');
  const before = readAnew(book, { limit: { milliCpu: 5 }, others: NO_LOAD, standing: [] }, []);
  expect([before.held.length, usedBy(before)]).toEqual([1, cpu(3)]);
});

test('a change of what stands takes only what goes beyond it, and gives nothing back before it is made', () => {
  const standing = [{ environment: 'env-a', load: cpu(3), request: 'old' }];
  const book = readAnew(bookOf({}), { limit: { milliCpu: 5 }, others: cpu(1), standing }, []);
  expect(usedBy(asked(book, ask('a', cpu(4))))).toEqual(cpu(5));
  expect(usedBy(asked(book, ask('a', cpu(1))))).toEqual(cpu(4));
});

test('a lowered limit takes nothing back; those to come wait', () => {
  const lowered = { limit: { milliCpu: 2 }, others: NO_LOAD, standing: [] };
  const book = readAnew(asked(bookOf({ milliCpu: 5 }), ask('a', cpu(5))), lowered, []);
  expect(places(asked(book, ask('b', cpu(1))), 'a', 'b')).toEqual([0, 1]);
});

test('time is over for those whom nobody renews', () => {
  const book = asked(bookOf({ milliCpu: 1 }), ask('a', cpu(1), 10), ask('b', cpu(1), 20));
  expect([overdue(book, 9), overdue(book, 10), nextEnd(book), nextEnd(EMPTY_BOOK)]).toEqual([[], ['a'], 10, undefined]);
  expect(overdue(renew(book, ['a'], 30), 20)).toEqual(['b']);
});

const step = oneof(
  { weight: 4, arbitrary: record({ kind: constant('ask' as const), id: nat(30) }) },
  { weight: 3, arbitrary: record({ kind: constant('leave' as const), id: nat(30) }) },
  { weight: 1, arbitrary: record({ kind: constant('stand' as const), id: nat(30) }) },
  { weight: 1, arbitrary: record({ kind: constant('limit' as const), id: integer({ min: 1, max: 40 }) }) },
);

test('however it is asked, left, confirmed and limited, it serves whom the serial model serves', () => {
  assert(
    property(array(step, { maxLength: 120 }), (steps) => {
      const model = new SerialLine(20);
      let book = bookOf({ milliCpu: 20 });
      const standing = new Map<string, number>();
      for (const { kind, id } of steps) {
        const name = String(id);
        const size = (id % 9) + 1;
        if (kind === 'ask' && !standing.has(name)) {
          model.ask(name, size);
          book = settle(reserve(book, ask(name, cpu(size)))).book;
        } else if (kind === 'leave' && !standing.has(name)) {
          model.leave(name);
          book = settle(release(book, name)).book;
        } else if (kind === 'stand' && model.holds.has(name)) {
          standing.set(name, size);
          book = confirm(book, name);
        } else if (kind === 'limit') {
          model.limit = id;
          model.serve();
          book = settle(readAnew(book, gitSays(id, standing), confirmedIn(book))).book;
        }
        const held = [...book.held.map((one) => one.id), ...standing.keys()];
        expect(new Set(held)).toEqual(new Set(model.holds.keys()));
        expect(book.line.map((one) => one.id)).toEqual(model.waits.map((one) => one.id));
      }
    }),
    { numRuns: 300 },
  );
});

const gitSays = (milliCpu: number, standing: ReadonlyMap<string, number>) => ({
  limit: { milliCpu },
  others: NO_LOAD,
  standing: [...standing].map(([id, size]) => ({ environment: `env-${id}`, load: cpu(size), request: id })),
});

const load = record({
  milliCpu: nat(5),
  memoryMiB: nat(5),
  storageMiB: constant(0),
  cents: nat(5),
});

test('of several components none is ever served beyond its limit, and each ask is held or in line, once', () => {
  const asks = array(record({ id: nat(12), load, leave: boolean() }), { maxLength: 60 });
  assert(
    property(asks, (all) => {
      let book = bookOf({ milliCpu: 9, memoryMiB: 7, cents: 8 });
      for (const { id, load: wanted, leave } of all) {
        book = settle(leave ? release(book, String(id)) : reserve(book, ask(String(id), wanted))).book;
        const used = book.held.reduce((sum, one) => plus(sum, one.load), NO_LOAD);
        expect(used.milliCpu <= 9 && used.memoryMiB <= 7 && used.cents <= 8).toBe(true);
        const ids = [...book.held, ...book.line].map((one) => one.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.includes(String(id))).toBe(!leave);
        expect(settle(book).served).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});
