import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAILURES } from '../../src/domain/failures.ts';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'failures.md'), 'utf8');

/** What can go wrong, as the tables list it: the cells of each row. */
const rows = page
  .split(/^\| what is wrong .*\n/m)
  .slice(1)
  .flatMap((table) => table.split('\n\n', 1)[0]?.split('\n').slice(1) ?? [])
  .map((line) => line.split(' | '));
const testsIn = (text: string) =>
  [...text.matchAll(/\]\(\.\.\/(test\/[^)]+\.test\.ts)\)/g)].map(([, file = '']) => file);

test('there are rows to check', () => {
  expect(rows.length).toBeGreaterThan(40);
});

test.each(rows.map((cells) => [cells[0]?.replace(/^\| /, '') ?? '', cells] as const))(
  '“%s” names who acts, and tests that are there',
  (_what, cells) => {
    const tests = testsIn(cells.at(-1) ?? '');
    expect(cells).toHaveLength(5);
    expect(tests).not.toEqual([]);
    expect(tests.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  },
);

test('every type of failure that the page names is one', () => {
  const named = [...page.matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, name = '']) => name);
  const folders = ['Ignored', 'Held'];
  expect(named.filter((name) => !Object.hasOwn(FAILURES, name) && !folders.includes(name))).toEqual([]);
});

test('every test of failures on the stack is named there', () => {
  const files = readdirSync(join(root, 'test', 'stack')).filter((file) => /failures|kills|undeliverable/.test(file));
  expect(files.map((file) => `test/stack/${file}`).filter((file) => !testsIn(page).includes(file))).toEqual([]);
});
