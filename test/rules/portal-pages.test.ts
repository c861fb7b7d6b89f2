import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';

const ROOT = join(import.meta.dirname, '..', '..');
const pathsIn = (file: string, pattern: RegExp): string[] =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(pattern)].map(([, path = '']) => path).toSorted();

test('the API serves every page that the portal has, so that links and reloads find it, and no other', () => {
  const pages = pathsIn('portal/src/pages.ts', /path: '(\/[^']*)'/g);
  const served = pathsIn('src/api/portal.ts', /^ {2}'(\/[^']*)',$/gm);
  expect(pages).toContain('/work/:reference');
  expect(served).toEqual(pages);
});

/** Names, which are the same in every language. */
const NAMES = ['Berth', 'BR-…'];
/** Attributes whose value somebody reads or hears. */
const READ = ['alt', 'aria-label', 'description', 'label', 'placeholder', 'title'];

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly name?: { readonly value?: string };
  readonly expression?: Node;
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && /\p{L}{2}/u.test(value.replaceAll(/&\w+;/g, '')) && !NAMES.includes(value.trim());

/** Words that stand in the code of a page, however deep. */
function wordsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.values(node).flatMap(wordsIn);
  const { type, value, name, expression } = node as Node;
  const said =
    type === 'JSXText'
      ? value
      : type === 'JSXExpressionContainer' && expression?.type === 'StringLiteral'
        ? expression.value
        : type === 'JSXAttribute' && READ.includes(name?.value ?? '')
          ? (value as Node | null)?.value
          : undefined;
  return isText(said) ? [said.trim(), ...below] : below;
}

test.each([
  ['const page = <p>Two words</p>;', ['Two words']],
  ['const page = <input aria-label="A name" className="not-read" />;', ['A name']],
  ["const page = <p>{'In braces'}</p>;", ['In braces']],
  ["const page = <p title={t('a.b')}>{t('c')} · <b>Berth</b></p>;", []],
])('words in the code of a page are found (%#)', (code, words) => {
  expect(wordsIn(parseSync(code, { syntax: 'typescript', tsx: true }))).toEqual(words);
});

test('what the pages say stands in their texts, so that it is said in every language', () => {
  const pages = globSync('portal/src/**/*.tsx', { cwd: ROOT });
  expect(pages.length).toBeGreaterThan(50);
  const found = pages.flatMap((file) => {
    const code = readFileSync(join(ROOT, file), 'utf8');
    return wordsIn(parseSync(code, { syntax: 'typescript', tsx: true })).map((words) => `${file}: ${words}`);
  });
  expect(found).toEqual([]);
});
