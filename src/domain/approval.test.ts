import * as fc from 'fast-check';
import { type ApprovalStage, missingParties, missingPeople, suffices } from './approval.ts';

type Quorum = Pick<ApprovalStage, 'mode' | 'count' | 'parties'>;

const PEOPLE = ['ada', 'cora', 'lee', 'nia', 'olga', 'sam'];
const some = fc.subarray(PEOPLE, { minLength: 1 });
const quorum: fc.Arbitrary<Quorum> = fc
  .record({
    mode: fc.constantFrom('all' as const, 'any' as const, 'n-of' as const),
    parties: fc.array(some, { minLength: 1, maxLength: 4 }),
    count: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ mode, parties, count }) => ({
    mode,
    parties: parties.map((people, i) => ({ role: `group:${i}`, people })),
    count: { all: parties.length, any: 1, 'n-of': count }[mode],
  }));
/** With repeats: the same person counts once. */
const said = fc.array(fc.constantFrom(...PEOPLE, 'stranger'), { maxLength: 8 });

/** By trying every way to give each party a person of its own. */
function eachHasOne([first, ...rest]: Quorum['parties'], people: readonly string[]): boolean {
  if (!first) return true;
  return people.some(
    (id) =>
      first.people.includes(id) &&
      eachHasOne(
        rest,
        people.filter((other) => other !== id),
      ),
  );
}

test('a stage passes exactly when each party has a person of its own, or enough different people have spoken', () => {
  fc.assert(
    fc.property(quorum, said, (stage, people) => {
      const who = [...new Set(people)].filter((id) => stage.parties.some((party) => party.people.includes(id)));
      const expected = stage.mode === 'all' ? eachHasOne(stage.parties, who) : who.length >= stage.count;
      expect(suffices(stage, people)).toBe(expected);
    }),
  );
});

test('nobody is missing exactly when the stage passes, and nobody who has spoken is', () => {
  fc.assert(
    fc.property(quorum, said, (stage, people) => {
      expect(missingParties(stage, people).length === 0).toBe(suffices(stage, people));
      expect(missingPeople(stage, people).filter((id) => people.includes(id))).toEqual([]);
    }),
  );
});

test('where everybody together suffices, asking who is missing again and again gets there', () => {
  fc.assert(
    fc.property(quorum, said, (stage, people) => {
      fc.pre(suffices(stage, PEOPLE));
      const spoken = [...people];
      for (let next = missingPeople(stage, spoken)[0]; next; next = missingPeople(stage, spoken)[0]) spoken.push(next);
      expect(suffices(stage, spoken)).toBe(true);
    }),
  );
});

const all = (...parties: string[][]): Quorum => ({
  mode: 'all',
  count: parties.length,
  parties: parties.map((people, i) => ({ role: `group:${i}`, people })),
});

test.each([
  [all(['lee'], ['lee', 'cora']), ['lee'], ['cora']],
  [all(['lee', 'cora'], ['lee']), ['lee'], ['cora']],
  [all(['lee', 'nia'], ['lee', 'cora']), ['lee'], ['nia', 'cora']],
  [all(['lee', 'nia'], ['lee', 'cora']), [], ['lee', 'nia', 'cora']],
])('one person speaks for one party alone, so who is named as missing can mend it', (stage, spoken, missing) => {
  expect(missingPeople(stage, spoken)).toEqual(missing);
});
