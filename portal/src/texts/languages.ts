import { en } from './en.ts';
import type { Translation } from './said.ts';

interface Language {
  /** What it calls itself. */
  readonly name: string;
  /** Its texts, which are loaded when somebody wants them. */
  readonly load: () => Promise<typeof en | Translation>;
}

/** The languages of the portal by their tags (BCP 47, without a region). One more is a line here and its texts. */
export const LANGUAGES = {
  en: { name: 'English', load: () => Promise.resolve(en) },
  de: { name: 'Deutsch', load: async () => (await import('./de.ts')).de },
} as const satisfies Readonly<Record<string, Language>>;

export type LanguageTag = keyof typeof LANGUAGES;

export const LANGUAGE_TAGS = Object.keys(LANGUAGES) as LanguageTag[];

/** The first of those that somebody wants which there is, by its language alone: `de-AT` is served by `de`. Else English. */
export function languageFor(wanted: readonly (string | null)[]): LanguageTag {
  const tags = wanted.map((tag) => tag?.toLowerCase().split('-')[0]);
  const found = tags.find((tag) => tag !== undefined && Object.hasOwn(LANGUAGES, tag));
  return (found ?? 'en') as LanguageTag;
}
