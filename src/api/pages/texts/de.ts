import { html } from 'hono/html';
import { DECISION_LABELS_DE } from '../../../domain/decision-labels.de.ts';
import type { PageTexts } from './en.ts';

/** The same in German, in the words of the portal's glossary (`portal/src/texts/de.ts`). */
export const de: PageTexts = {
  language: 'de',
  badLink: {
    title: 'Dieser Link ist ungültig',
    text: (mend) => `Vielleicht ist er abgelaufen, oder sein Ende ging in der E-Mail verloren. ${mend}`,
  },
  signIn: {
    title: 'Anmelden',
    name: 'Name',
    password: 'Passwort',
    send: 'Anmelden',
    whose: 'Name und Passwort sind dieselben wie an Ihrem Arbeitsplatzrechner.',
    problem: {
      wrong: 'Name oder Passwort ist falsch; oder das Konto ist deaktiviert oder nach zu vielen Versuchen gesperrt.',
      'must-change':
        'Das Passwort stimmt, muss aber zuerst geändert werden: an Ihrem Rechner oder über den Link, den Berth Ihnen gemailt hat. Melden Sie sich danach hier an.',
      expired: 'Das Passwort stimmt, aber das Konto ist abgelaufen. Bitten Sie den Support, es zu verlängern.',
      'too-many': 'Das waren zu viele Versuche. Warten Sie eine Viertelstunde und versuchen Sie es dann erneut.',
      foreign:
        'Dieses Formular kam nicht von Berth. Prüfen Sie die Adresse dieser Seite und geben Sie dann alles hier noch einmal ein.',
    },
    out: 'Sie sind abgemeldet',
    outText: 'Von hier aus kann niemand in Ihrem Namen weitermachen.',
    again: 'Neu anmelden',
  },
  confirm: {
    mend: 'Senden Sie Ihren Antrag noch einmal, um einen neuen zu erhalten.',
    title: 'Haben Sie diesen Antrag gesendet?',
    text: (
      reference,
      mail,
    ) => html`Berth hat den Antrag <strong>${reference}</strong> von <strong>${mail}</strong> erhalten.
Wenn Sie ihn nicht gesendet haben, schließen Sie diese Seite: Der Antrag läuft ab, und nichts wird angelegt.`,
    send: 'Ja, ich habe diesen Antrag gesendet',
    failed: 'Der Antrag konnte nicht bestätigt werden',
    thanks: 'Vielen Dank',
    done: (reference) => html`Der Antrag <strong>${reference}</strong> ist bestätigt und geht weiter.`,
  },
  activate: {
    mend: 'Bitten Sie den Support um einen neuen.',
    title: 'Passwort setzen',
    account: (id) => html`Ihr Konto heißt <strong>${id}</strong>.`,
    rules: (least, most) => [
      `${least} bis ${most} Zeichen; mehrere Wörter sind in Ordnung.`,
      'Drei dieser vier Arten: Kleinbuchstaben, Großbuchstaben, Ziffern, andere Zeichen.',
      'Weder Ihr Name noch Ihr Kontoname darf darin vorkommen.',
    ],
    password: 'Neues Passwort',
    repeated: 'Passwort wiederholen',
    send: 'Passwort setzen',
    problem: {
      short: (least) => `Das Passwort braucht mindestens ${least} Zeichen.`,
      long: (most) => `Das Passwort darf höchstens ${most} Zeichen haben.`,
      differ: 'Die beiden Passwörter stimmen nicht überein.',
    },
    done: 'Ihr Passwort ist gesetzt',
    doneText: (id) => html`Sie können sich jetzt als <strong>${id}</strong> anmelden.`,
    used: 'Dieser Link wurde schon benutzt',
    usedText: 'Wenn Sie das nicht waren, melden Sie es sofort dem Support.',
  },
  decide: {
    mend: 'Alle anderen Wege stehen offen: Slack, der Pull Request, berth approve.',
    title: (what) => (what ? `${what} braucht Ihre Entscheidung` : 'Ihre Entscheidung wird gebraucht'),
    intro: (person, reference, about, stage) =>
      html`${person}, Sie entscheiden über <strong>${reference}</strong>${about},
in der Stufe <strong>${stage}</strong>. Ihre Entscheidung gilt genau dem, was hier steht.`,
    about: (title, project) => ` für ${title} (${project})`,
    soFar: (names) => `Bisher zugestimmt: ${names}.`,
    toRequest: 'Seite des Antrags',
    facts: DECISION_LABELS_DE,
    verdicts: {
      approve: 'Freigeben',
      reject: 'Ablehnen: Der Antrag endet, und was angelegt wurde, wird zurückgebaut',
      'request-changes': 'Änderungen verlangen: Wer den Antrag gestellt hat, wählt neu',
    },
    what: 'Wie entscheiden Sie?',
    reason: 'Begründung',
    reasonHint: 'Nötig, außer Sie geben frei. Alle, die den Antrag sehen dürfen, lesen sie.',
    send: 'Entscheidung senden',
    problem: {
      choose: 'Wählen Sie, wie Sie entscheiden.',
      why: 'Begründen Sie es: Wer den Antrag gestellt hat, liest es.',
      long: (most, length) => `Höchstens ${most} Zeichen; das sind ${length}.`,
      stale: 'Diese Seite war zu lange geöffnet. Sehen Sie noch einmal nach und senden Sie es erneut.',
    },
    expired: 'Dieser Link ist abgelaufen',
    expiredText: (mend) => `Er entscheidet nichts mehr. ${mend}`,
    unknown: 'Dieser Link gilt nicht mehr',
    unknownText: (person) => `Das Verzeichnis kennt ${person} nicht mehr.`,
    gone: 'Den Antrag gibt es nicht mehr',
    goneText: (reference) => `Temporal hat ${reference} nicht oder nicht mehr.`,
    nothing: 'Es wurde nichts entschieden',
    arrived: 'Ihre Entscheidung ist angekommen',
    arrivedText: (reference) =>
      `Ob sie zählt, wird gerade geprüft: Öffnen Sie diesen Link gleich noch einmal, oder geben Sie berth status ${reference} ein.`,
    changed: 'Der Inhalt hat sich geändert',
    changedText: (reference) =>
      `Worum es bei diesem Link ging, ist nicht mehr das, wofür ${reference} jetzt steht; er entscheidet deshalb nichts.`,
    anew: 'Wird Ihre Entscheidung gebraucht, haben Sie eine neuere E-Mail mit einem eigenen Link.',
    over: 'Es ist nichts mehr zu entscheiden',
    overText: (reference, phase) => `Über ${reference} wird nicht mehr entschieden (${phase}).`,
    notNeeded: 'Ihre Entscheidung wird jetzt nicht gebraucht',
    noStage: (stage) => `Die Stufe „${stage}“ gibt es nicht mehr.`,
    passed: (stage, names) => `Die Stufe „${stage}“ ist vorbei; zugestimmt: ${names}.`,
    nobody: 'niemand',
    notYours: (person, stage) => `${person} entscheidet in der Stufe „${stage}“ nicht mehr.`,
    noWord: 'Niemand hatte entschieden.',
    lastWord: {
      approve: (who, how) => `Zuletzt hat ${who} freigegeben (${how}).`,
      reject: (who, how) => `Zuletzt hat ${who} abgelehnt (${how}).`,
      'request-changes': (who, how) => `Zuletzt hat ${who} Änderungen verlangt (${how}).`,
    },
    said: {
      approve: (at) => `Sie haben mit diesem Link freigegeben, am ${at}.`,
      reject: (at) => `Sie haben mit diesem Link abgelehnt, am ${at}.`,
      'request-changes': (at) => `Sie haben mit diesem Link Änderungen verlangt, am ${at}.`,
    },
    counts: 'Ihre Entscheidung zählt',
    countsText: 'Der Link hat seinen Zweck erfüllt.',
    refused: 'Ihre Entscheidung zählt nicht',
  },
};
