import { englishStringTranslator, TranslatableString } from '@rjsf/utils';
import type { TFunction } from 'i18next';
import type { en } from '../texts/en.ts';

const WORDS: Partial<Readonly<Record<TranslatableString, keyof typeof en.form>>> = {
  [TranslatableString.YesLabel]: 'yes',
  [TranslatableString.NoLabel]: 'no',
  [TranslatableString.AddButton]: 'add',
  [TranslatableString.AddItemButton]: 'add',
  [TranslatableString.CopyButton]: 'copy',
  [TranslatableString.MoveUpButton]: 'moveUp',
  [TranslatableString.MoveDownButton]: 'moveDown',
  [TranslatableString.RemoveButton]: 'remove',
  [TranslatableString.ClearButton]: 'clear',
  [TranslatableString.ClearLabel]: 'clear',
  [TranslatableString.EmptyArray]: 'empty',
  [TranslatableString.KeyLabel]: 'key',
  [TranslatableString.DeprecatedLabel]: 'deprecated',
};

/** What a form from a schema says by itself; of a schema that cannot be drawn it speaks to its author, in English. */
export function formWord(t: TFunction, said: TranslatableString, [name = '']: readonly string[] = []): string {
  const word = WORDS[said];
  return word ? t(`form.${word}`, { name }) : englishStringTranslator(said, [name]);
}
