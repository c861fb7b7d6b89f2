import { use as withPlugin } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';

/** Languages beside English, loaded when they are wanted. One more is a file like `en.ts` and a line here. */
const LANGUAGES: Readonly<Record<string, () => Promise<Record<string, unknown>>>> = {};
const CHOICE = 'berth-language';

/** Texts in the language that was chosen, else the first of the browser's that there is, else English. */
export async function startTexts(): Promise<void> {
  const wanted = [localStorage.getItem(CHOICE), ...navigator.languages].map((name) => name?.slice(0, 2) ?? '');
  const language = wanted.find((name) => name === 'en' || name in LANGUAGES) ?? 'en';
  const more = await LANGUAGES[language]?.();
  document.documentElement.lang = language;
  await withPlugin(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ...(more ? { [language]: { translation: more } } : {}) },
    // React escapes.
    interpolation: { escapeValue: false },
  });
}
