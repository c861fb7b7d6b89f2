import type { TextsOf } from '../texts/type.ts';
import type { audit as en } from './texts.en.ts';

export const audit: TextsOf<typeof en> = {
  title: 'Audit-Protokoll',
  text: 'Jede Entscheidung, jede Antwort der Richtlinie, jede Abwesenheit, Reparatur und Sperre, die neueste zuerst. Jeder Eintrag nennt den Hash des vorigen.',
  export: 'Alles exportieren',
  end: 'Bis Eintrag {{seq}}, davon {{inGit}} in Git. Sein Hash:',
  problem: 'Die letzten können nicht geschrieben werden:',
  verify:
    'Notieren Sie ihn dort, wo niemand von Berth schreiben kann; „berth audit verify“ sagt, ob das Protokoll ihn noch enthält.',
  reference: 'Antrag',
  by: 'Person',
  kind: 'Art',
  every: 'Jede Art',
  kinds: {
    decision: 'Entscheidung',
    policy: 'Richtlinie',
    absence: 'Abwesenheit',
    repair: 'Reparatur',
    freeze: 'Sperre',
    act: 'Handlung',
  },
  since: 'Ab',
  until: 'Vor',
  number: 'Nr.',
  when: 'Wann',
  what: 'Was',
  entries: 'Einträge',
  facts: 'Einzelheiten zu Eintrag {{seq}}',
  factsShort: 'Einzelheiten',
  none: 'Keiner der durchgesehenen Einträge passt.',
  looked: 'Durchgesehen: Einträge {{first}} bis {{last}}.',
  further: 'Weiter zurück suchen',
};
