import { en } from './en.ts';
import { LANGUAGE_TAGS, LANGUAGES, languageFor } from './languages.ts';

type Texts = Readonly<Record<string, string>>;

/** Words that are the same in a language as in English, and are meant to be. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: [
    'Name',
    'Person',
    'Budget',
    'Cluster',
    'Pods',
    'Volumes',
    'CPU',
    'Stage',
    'Slack',
    'Support',
    'Version {{version}}',
    '{{count}} GiB',
    '?',
  ],
};

const others = LANGUAGE_TAGS.filter((tag) => tag !== 'en').map((tag) => [tag] as const);
const textsOf = async (tag: keyof typeof LANGUAGES): Promise<Texts> => flat(await LANGUAGES[tag].load());
const english = flat(en);

/** Every text by its path, such as `request.turn.yours`. */
function flat(texts: object, path = ''): Texts {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value]] : Object.entries(flat(value as object, `${path}${key}.`)),
    ),
  );
}

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}/g))].toSorted();
/** A form of a plural that is for one number, or few, need not name it. */
const withoutCount = (names: string[], key: string): string[] =>
  /_(zero|one|two|few|many)$/.test(key) ? names.filter((name) => name !== '{{count}}') : names;

test.each(others)('nothing is left in English in %s', async (tag) => {
  const texts = await textsOf(tag);
  const left = Object.entries(english).filter(
    ([key, text]) => texts[key] === text && !(SAME[tag] ?? []).includes(text),
  );
  expect(left).toEqual([]);
});

test.each(others)('each text in %s tells the same values as the English one', async (tag) => {
  const texts = await textsOf(tag);
  const told = (from: Texts) =>
    Object.keys(english).map((key) => [key, withoutCount(placeholders(from[key] ?? ''), key)]);
  expect(told(texts)).toEqual(told(english));
});

test.each(others)('%s has each plural in all the forms that it has', async (tag) => {
  const texts = await textsOf(tag);
  const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  const plurals = Object.keys(english).flatMap((key) =>
    key.endsWith('_other') ? [key.slice(0, -'_other'.length)] : [],
  );
  expect(plurals.length).toBeGreaterThan(10);
  const missing = plurals.flatMap((stem) => forms.map((form) => `${stem}_${form}`)).filter((key) => !texts[key]);
  expect(missing).toEqual([]);
});

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'de'], 'de'],
  [['fr'], 'en'],
  [[null, 'DE'], 'de'],
  [['de', 'en-GB'], 'de'],
  [['constructor', 'toString'], 'en'],
  [[], 'en'],
])('who wants %j is served by %s', (wanted, tag) => {
  expect(languageFor(wanted)).toBe(tag);
});
