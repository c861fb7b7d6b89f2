import type { TextsOf } from '../texts/type.ts';
import type { home as en } from './texts.en.ts';

export const home: TextsOf<typeof en> = {
  hello: 'Willkommen, {{name}}',
  waitsForMe: 'Was auf mich wartet',
  nothingWaits: 'Auf Sie wartet nichts.',
  waiting_one: 'ein Vorgang wartet',
  waiting_other: '{{count}} Vorgänge warten',
  overdue_one: 'einer ist überfällig',
  overdue_other: '{{count}} sind überfällig',
  allWork_one: 'Alles anzeigen',
  allWork_other: 'Alle {{count}} anzeigen',
  latest: 'Meine neuesten Anträge',
  allMine: 'Alle meine Anträge',
};
