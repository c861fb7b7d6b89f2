import { Hono } from 'hono';
import { badLink } from './page.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';

/** Every text, with names in place of what it tells. */
function said(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]): [string, string][] => {
    if (typeof text === 'string') return [[path + key, text]];
    if (typeof text === 'function') return [[path + key, String(text('Ann', 'Bob', 'Cid', 'Dee'))]];
    return said(text as object, `${path}${key}.`);
  });
}

/** Words that are the same in both languages. */
const SAME = ['Name', 'Budget'];
const namesIn = (text: string): string[] => ['Ann', 'Bob', 'Cid', 'Dee'].filter((name) => text.includes(name));

test('nothing is left in English in German, and each text tells the same', () => {
  const german = new Map(said(de));
  const told = (texts: Iterable<[string, string]>) => [...texts].map(([key, text]) => [key, namesIn(text)]);
  expect(told(german)).toEqual(told(said(en)));
  const left = said(en).filter(([key, text]) => german.get(key) === text && !SAME.includes(text));
  expect(left).toEqual([]);
});

test.each([
  ['de-AT,de;q=0.9,en;q=0.8', 'de', 'Dieser Link ist ungültig'],
  ['en-GB,en;q=0.9,de;q=0.5', 'en', 'This link is not valid'],
  ['fr, de;q=0.5', 'de', 'Dieser Link ist ungültig'],
  ['de;q=0, fr', 'en', 'This link is not valid'],
  ['constructor', 'en', 'This link is not valid'],
])('a browser that asks for %s gets pages in %s', async (accepted, language, title) => {
  const app = new Hono().get('/', (c) => badLink(c, ''));
  const text = await (await app.request('/', { headers: { 'accept-language': accepted } })).text();
  expect(text).toContain(`<html lang="${language}">`);
  expect(text).toContain(`<h1>${title}</h1>`);
});
