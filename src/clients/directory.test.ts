import * as fc from 'fast-check';
import { escapeDn, escapeValue } from './directory.ts';

test('a value inside a name stays one value', () => {
  expect(escapeDn('Field, Dana')).toBe('Field\\, Dana');
  expect(escapeDn('#1 ')).toBe('\\#1\\ ');
  expect(escapeDn('a=b+c<d>e;"f"\\')).toBe('a\\=b\\+c\\<d\\>e\\;\\"f\\"\\\\');
  expect(escapeDn('Dana Field')).toBe('Dana Field');
});

test('no value can end its part of a name', () => {
  fc.assert(fc.property(fc.string(), (value) => expect(escapeDn(value)).not.toMatch(/(?<!\\)(?:\\\\)*[,+]/)));
});

test('no value can end its part of a filter', () => {
  fc.assert(fc.property(fc.string(), (value) => expect(escapeValue(value)).not.toMatch(/[()*\0]/)));
});
