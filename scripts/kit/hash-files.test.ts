import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashFiles } from './hash-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-hash-'));
  writeFileSync(join(folder, 'a'), 'one');
  writeFileSync(join(folder, 'b'), 'two');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('files are the same however they are listed', () => {
  expect(hashFiles(folder, ['b', 'a'])).toBe(hashFiles(folder, ['a', 'b']));
});

test('what was changed, moved or added is another', () => {
  const before = hashFiles(folder, ['a', 'b']);
  renameSync(join(folder, 'b'), join(folder, 'c'));
  expect(hashFiles(folder, ['a', 'c'])).not.toBe(before);
  expect(hashFiles(folder, ['a'])).not.toBe(before);
  writeFileSync(join(folder, 'a'), 'another');
  renameSync(join(folder, 'c'), join(folder, 'b'));
  expect(hashFiles(folder, ['a', 'b'])).not.toBe(before);
});
