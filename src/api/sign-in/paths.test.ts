import { assert, constantFrom, property, string } from 'fast-check';
import { pageAfter } from './paths.ts';

const BERTH = 'https://berth.example.test';

test.each(['/', '/requests/BR-7F3K2M9QXA', '/work?filter=mine#now', '/a/../requests'])('%s is a page of ours', (to) => {
  expect(pageAfter(BERTH, to)).toBe(new URL(to, BERTH).href);
});

test.each([
  undefined,
  '',
  'requests',
  'https://evil.example.test/',
  '//evil.example.test',
  '/\\evil.example.test',
  '\\\\evil.example.test',
  '/\t/evil.example.test',
  '/\n/evil.example.test',
  ' //evil.example.test',
  'javascript:alert(1)',
  'data:text/html,x',
])('%j leads home', (to) => {
  expect(pageAfter(BERTH, to)).toBe(`${BERTH}/`);
});

test('a path that would begin with two slashes stays here', () => {
  expect(pageAfter(BERTH, '/.//evil.example.test')).toBe(`${BERTH}//evil.example.test`);
});

test('whatever is asked for, nobody leaves', () => {
  const hosts = constantFrom('evil.example.test', '@evil.example.test', ':80', '.evil.example.test');
  const starts = string({
    unit: constantFrom('/', '\\', '.', ':', '@', '\t', '\r', 'https:', '%2f', ' '),
    maxLength: 8,
  });
  assert(
    property(starts, hosts, (start, host) => {
      expect(new URL(pageAfter(BERTH, start + host)).origin).toBe(BERTH);
    }),
  );
});
