import { assert, dictionary, jsonValue, nat, property, string } from 'fast-check';
import { findDifference } from './difference.ts';

const json = jsonValue();

test('everything is like itself', () => {
  assert(
    property(json, (value) => {
      expect(findDifference(value, structuredClone(value))).toBeUndefined();
    }),
  );
});

test('fields that the server added do not count', () => {
  assert(
    property(dictionary(string(), json), json, (wanted, added) => {
      expect(findDifference(wanted, { ...wanted, 'added by the server': added })).toBeUndefined();
    }),
  );
});

test('quantities are compared by what they mean', () => {
  assert(
    property(nat({ max: 100_000 }), (n) => {
      expect(findDifference({ cpu: `${n}` }, { cpu: `${n * 1000}m` })).toBeUndefined();
      expect(findDifference({ cpu: `${n}` }, { cpu: `${n * 1000 + 1}m` })).toBe('cpu');
    }),
  );
});

test.each([
  [{ spec: { hard: { pods: '1' } } }, { spec: { hard: {} } }, 'spec.hard.pods'],
  [{ list: [1, 2] }, { list: [1] }, 'list'],
  [{ list: [{ a: 1 }] }, { list: [{ a: 2, b: 3 }] }, 'list[0].a'],
  [{ subject: { name: 'a' } }, { subject: 'a' }, 'subject'],
])('%j against %j differs at %s', (wanted, actual, path) => {
  expect(findDifference(wanted, actual)).toBe(path);
});

test('an empty list that the server left out is there', () => {
  expect(findDifference({ ingress: [] }, {})).toBeUndefined();
});
