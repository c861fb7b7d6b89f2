import { DECISION_LABELS_DE } from '../../../src/domain/decision-labels.de.ts';
import { ask } from '../ask/texts.de.ts';
import { audit } from '../audit/texts.de.ts';
import { catalogue } from '../catalogue/texts.de.ts';
import { decisions } from '../decisions/texts.de.ts';
import { home } from '../home/texts.de.ts';
import { operations } from '../operations/texts.de.ts';
import { projects } from '../projects/texts.de.ts';
import { request } from '../request/texts.de.ts';
import { requests } from '../requests/texts.de.ts';
import { work } from '../work/texts.de.ts';
import type { Translation } from './said.ts';

/*
 * One thing has one name:
 *
 * request  Antrag             ask        beantragen          reference    Antragsnummer
 * project  Projekt            environment Umgebung           stage        Stage (dev, prod) · Stufe (of an approval)
 * size     Größe              item       Baustein            lease        Laufzeit („läuft bis“)
 * task     Aufgabe            queue      Warteschlange       claim        übernehmen
 * approval Freigabe           approve    freigeben           reject       ablehnen
 * policy   Richtlinie         lead       Projektleitung      cost centre  Kostenstelle
 * operators Betrieb           support    Support             security     Sicherheit
 * incident Störung            freeze     Sperre              repair       Reparatur, beheben
 * undo     zurückbauen        withdraw   zurückziehen        retry        erneut versuchen
 * memory   Speicher           storage    Plattenplatz        walls        Infrastruktur
 * ledger   Register           record     Protokoll           directory    Verzeichnis
 *
 * Account Konto, group Gruppe, member Person. Cluster, Namespace, Pod, Pull Request, Branch, Deployment, Workflow, Worker
 * stay as people say them. „Sie“ throughout; people are named by what they do, never by a gender.
 */

/** Everything the portal says, in German. */
export const de: Translation = {
  nav: {
    home: 'Start',
    requests: 'Anträge',
    work: 'Meine Aufgaben',
    operations: 'Betrieb',
    audit: 'Audit-Protokoll',
    ask: 'Beantragen',
    start: 'Für andere beantragen',
    projects: 'Projekte',
    catalogue: 'Katalog',
  },
  frame: {
    menu: 'Menü',
    toHome: 'Berth: zur Startseite',
    pages: 'Seiten',
    loading: 'Wird geladen…',
    updated: 'Berth wurde aktualisiert; diese Seite wurde deshalb neu geladen.',
    close: 'Schließen',
  },
  account: {
    light: 'Hell',
    dark: 'Dunkel',
    auto: 'Wie das System',
    signOut: 'Abmelden',
  },
  problem: {
    title: 'Das hat nicht funktioniert',
    retry: 'Erneut versuchen',
    signIn: 'Neu anmelden',
    noAnswer: 'Berth antwortet nicht. Besteht eine Netzwerkverbindung?',
    onlyStatus: 'Berth antwortet mit {{status}}.',
  },
  broken: {
    title: 'Diese Seite kann nicht angezeigt werden',
    notLoaded:
      'Ein Teil der Seite ist nicht angekommen. Besteht eine Netzwerkverbindung? Wird Berth gerade aktualisiert, ist er gleich wieder da.',
  },
  notFound: {
    title: 'Diese Seite gibt es nicht',
    text: 'Vielleicht ist das Ende des Links verloren gegangen. Beginnen Sie noch einmal im Menü.',
  },
  phase: {
    running: 'Läuft',
    waiting: 'Wartet',
    'needs-person': 'Braucht Hilfe',
    undoing: 'Wird zurückgebaut',
    ready: 'Bereit',
    'partially-ready': 'Teilweise bereit',
    removed: 'Entfernt',
    rejected: 'Abgelehnt',
    withdrawn: 'Zurückgezogen',
    expired: 'Abgelaufen',
    undone: 'Zurückgebaut',
  },
  step: {
    REQUEST_INITIATION: 'Antrag',
    ACCOUNT_PROVISIONING: 'Konten',
    RESOURCE_SELECTION: 'Auswahl',
    GIT_PR_CREATION: 'Pull Request',
    APPROVAL_WORKFLOW: 'Freigabe',
    INFRA_AUTOMATION: 'Infrastruktur',
    RESOURCE_DEPLOYMENT: 'Bereitstellung',
    NOTIFICATION: 'Benachrichtigung',
  },
  who: { support: 'Support', operators: 'Betrieb', requester: 'Antragstellende' },
  waiting: { since: 'Begonnen', until: 'Frist:', next: '; danach:' },
  form: {
    yes: 'Ja',
    no: 'Nein',
    add: 'Hinzufügen',
    copy: 'Kopieren',
    moveUp: 'Nach oben',
    moveDown: 'Nach unten',
    remove: 'Entfernen',
    clear: 'Leeren',
    empty: 'Noch nichts',
    key: 'Schlüssel von {{name}}',
    deprecated: '{{name}} (veraltet)',
  },
  audit,
  decisions,
  ask,
  catalogue,
  home,
  operations,
  projects,
  request,
  requests,
  work,
  said: {
    wait: {
      confirm: 'Bestätigung, dass der Antrag wirklich von Ihnen stammt',
      triage: 'Antrag vervollständigen',
      accounts: 'Kontenplan prüfen',
      selection: 'Ressourcen auswählen',
      decision: 'Über die Freigabe entscheiden',
      manual: 'Infrastruktur von Hand anlegen',
      repair: 'Fehler beheben',
      git: 'Der Pull Request wird in die Flotte gemergt',
      ci: 'Die Prüfungen des Pull Requests laufen',
      cluster: 'Der Cluster stellt die Umgebung bereit',
      directory: 'Das Verzeichnis übernimmt die Konten',
      capacity: 'Warten, bis auf den Clustern Platz frei ist',
      window: 'Eine Sperre hält den Antrag auf',
      retry: 'Ein System antwortet nicht wie erwartet; es wird erneut versucht',
    },
    next: {
      wholeTeam: 'wird das ganze Team in seinem Kanal gefragt',
      undone: 'läuft der Antrag ab und wird zurückgebaut',
      undoneAsFarAsMayBe: 'wird der Antrag zurückgebaut, soweit es erlaubt ist',
      nothingMade: 'läuft der Antrag ab; angelegt wurde nichts',
      accountsPutAway: 'läuft der Antrag ab und seine Konten werden stillgelegt',
      operators: 'wird der Betrieb gefragt',
      operatorsChoose: 'wird der Betrieb gefragt, was geschehen soll',
      triedAgain: 'wird es erneut versucht',
      triedAgainThenOperators:
        'wird es erneut versucht; hält es länger als eine Viertelstunde an, wird der Betrieb gefragt',
      goesOn: 'geht es von selbst weiter',
      recorded: 'wird festgehalten, was nicht zugestellt werden konnte',
    },
    fact: DECISION_LABELS_DE,
  },
};
