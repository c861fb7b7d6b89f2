import i18next, { changeLanguage, type FormatterModule, use as withPlugin } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { number } from '../intl.ts';
import { en } from './en.ts';
import { LANGUAGES, type LanguageTag, languageFor } from './languages.ts';

const CHOICE = 'berth-language';

/** Numbers in texts are written as their language does. */
const numbers: FormatterModule = {
  type: 'formatter',
  init: () => {},
  add: () => {},
  addCached: () => {},
  format: (value: unknown, _format, language = 'en') =>
    typeof value === 'number' ? number(value, language) : String(value),
};

/** Texts in the language that was chosen in this browser, else the first of the browser's that there is, else English. */
export async function startTexts(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await withPlugin(numbers)
    .use(initReactI18next)
    .init({
      lng: 'en',
      fallbackLng: 'en',
      resources: { en: { translation: en } },
      // React escapes.
      interpolation: { escapeValue: false, alwaysFormat: true },
    });
  const language = languageFor([localStorage.getItem(CHOICE), ...navigator.languages]);
  // Pages in English are better than none.
  await show(language).catch(() => undefined);
}

/** Goes on in this language, here and in this browser from now on. */
export async function chooseLanguage(language: LanguageTag): Promise<void> {
  await show(language);
  localStorage.setItem(CHOICE, language);
}

async function show(language: LanguageTag): Promise<void> {
  i18next.addResourceBundle(language, 'translation', await LANGUAGES[language].load());
  await changeLanguage(language);
}
