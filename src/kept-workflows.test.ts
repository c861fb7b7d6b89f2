import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOf, keep } from './kept-workflows.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what is made of the same sources is made once; other sources take its place', async () => {
  const made: string[] = [];
  const makeAs = (code: string) => async () => {
    made.push(code);
    return { code };
  };
  const codes = [
    await keep(folder, 'one', makeAs('a')),
    await keep(folder, 'one', makeAs('b')),
    await keep(folder, 'two', makeAs('c')),
    await keep(folder, 'one', makeAs('d')),
  ];
  expect(codes.map(({ code }) => code)).toEqual(['a', 'a', 'c', 'd']);
  expect(made).toEqual(['a', 'c', 'd']);
  expect(readdirSync(folder)).toEqual(['workflows-one.js']);
});

test('where nothing can be kept it is made each time', async () => {
  const file = join(folder, 'no-folder');
  writeFileSync(file, '');
  const make = async () => ({ code: 'a' });
  expect([await keep(file, 'one', make), await keep(file, 'one', make)]).toEqual([{ code: 'a' }, { code: 'a' }]);
});

test('any change of a source, a package or the converter is another hash', () => {
  mkdirSync(join(folder, 'src', 'domain'), { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  const hashes = new Set<string>();
  write('package-lock.json', '{}');
  write('src/domain/one.ts', 'a');
  hashes.add(hashOf(folder));
  expect(hashOf(folder)).toBe([...hashes][0]);
  write('src/domain/one.ts', 'b');
  hashes.add(hashOf(folder));
  write('src/two.ts', '');
  hashes.add(hashOf(folder));
  write('package-lock.json', '{"version":1}');
  hashes.add(hashOf(folder));
  hashes.add(hashOf(folder, 'converter.ts'));
  expect(hashes.size).toBe(5);
});
