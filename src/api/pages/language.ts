import type { Context } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { de } from './texts/de.ts';
import { en, type PageTexts } from './texts/en.ts';

/** By their tags (BCP 47, without a region). */
const LANGUAGES: Readonly<Record<string, PageTexts>> = { en, de };

/** The texts in the language that the browser asks for, by `Accept-Language`; in English where it asks for none of them. */
export function textsFor(c: Context): PageTexts {
  const wanted = parseAccept(c.req.header('accept-language') ?? '');
  const tags = wanted.filter(({ q }) => q > 0).map(({ type }) => type.toLowerCase().split('-')[0] ?? '');
  const found = tags.find((tag) => Object.hasOwn(LANGUAGES, tag));
  return (found !== undefined && LANGUAGES[found]) || en;
}
