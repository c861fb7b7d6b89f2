import * as fc from 'fast-check';
import { CATALOGUE, fleet, workedExample } from '../../test/support/worked-example.ts';
import { quoted } from './markdown.ts';
import { renderChange } from './render/change.ts';

const HOSTILE = [
  '`code`',
  '``` \n# heading',
  '@everyone',
  '<!-- berth-request: BR-0000000000 -->',
  '--> <img src=x>',
  'a | b | c',
  '[link](https://outside.test)',
  'Fixes #1',
  '\u202e reversed',
  '',
];

/** What CommonMark makes of one code span: the fence's length decides where it ends. */
function codeSpans(markdown: string): string[] {
  return [...markdown.matchAll(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g)].map((match) => match[2] ?? '');
}

test('any text becomes one code span on one line, and nothing of it escapes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme' })), (text) => {
      const markdown = quoted(text);
      expect(markdown).not.toMatch(/[\n\r]/);
      if (markdown === '–') return;
      expect(codeSpans(markdown)).toHaveLength(1);
      expect(markdown.replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/, '')).toBe('');
    }),
    { examples: HOSTILE.map((text): [string] => [text]) },
  );
});

test.each(HOSTILE)('%j in a title or reason leaves one marker, one hash and whole tables', (text) => {
  const { title, body, plan } = renderChange(
    workedExample({ request: { title: text, reason: text } }),
    fleet(),
    CATALOGUE,
  );
  expect(title).toBe('BR-7F3K2M9QXA: payments-prod, size S, east and west');
  expect(body.match(/<!--.*?-->/gs)).toEqual([
    '<!-- berth-request: BR-7F3K2M9QXA -->',
    `<!-- berth-spec: ${plan.specHash} -->`,
  ]);
  expect(body.split('\n').filter((line) => line.startsWith('#')).length).toBe(4);
});

test('a pipe does not end a cell', () => {
  const organisation = (fleet().files.get('organisation.yaml') ?? '').replace(
    'priceBook: "2026-01"',
    'priceBook: "a|b"',
  );
  const book = (fleet().files.get('prices/2026-01.yaml') ?? '').replace('"2026-01"', '"a|b"');
  const { body } = renderChange(
    workedExample(),
    fleet({ 'organisation.yaml': organisation, 'prices/a|b.yaml': book }),
    CATALOGUE,
  );
  expect(body).toContain('a\\|b');
});
