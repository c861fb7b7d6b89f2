/* An incident in words, alike in Slack, in Temporal UI and in the terminal. */
import { type Incident, type IncidentSummary, isStuck, type RetryAll, summaryOf } from './incident.ts';
import { readableTime } from './readable-time.ts';

/** What its message in the team's channel says of an incident. */
export interface IncidentNews extends IncidentSummary {
  /** Some of its members, those first that have waited longest. */
  readonly references: readonly string[];
  /** How many of them do not go on by themselves. */
  readonly needing: number;
  /** ISO 8601: when the first of them is undone, if nobody acts; null when none waits. */
  readonly firstDue: string | null;
  /** True once it has closed itself. */
  readonly isOver: boolean;
}

/** So many references are named. */
const MOST_NAMED = 5;

export function newsOf(incident: Incident, isOver = false): IncidentNews {
  const { members } = incident;
  const inOrder = members.toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since));
  const dues = members.filter(isStuck).map(({ due }) => due);
  return {
    ...summaryOf(incident),
    references: inOrder.slice(0, MOST_NAMED).map(({ reference }) => reference),
    needing: members.filter(({ triesItself }) => !triesItself).length,
    firstDue: dues.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null,
    isOver,
  };
}

/**
 * What it is and whom it concerns, in one line: `BR-… needs a person: …`, `17 requests need a person: …`,
 * `3 of 17 requests need a person: …`, `17 requests are tried again and again: …`.
 */
export function incidentLine({ problem, count, needing, total, references: [only], isOver }: IncidentNews): string {
  if (isOver) return `Over: ${total === 1 ? 'the request' : `all ${total} requests`} went on or ended: ${problem}`;
  const isOne = count === 1 && only !== undefined;
  if (needing === 0 && count > 0)
    return `${isOne ? `${only} is` : `${count} requests are`} tried again and again: ${problem}`;
  if (isOne) return `${only} needs a person: ${problem}`;
  return `${needing < count ? `${needing} of ` : ''}${count} requests need a person: ${problem}`;
}

/** The same for whoever has been told before and has not acted. */
export function incidentReminder(news: IncidentNews): string {
  const next = news.firstDue
    ? ` If nobody acts, the first of them is undone at ${readableTime(news.firstDue)}.`
    : ' All are being tried again.';
  return `Still since ${readableTime(news.since)}: ${incidentLine(news)}.${next}`;
}

/** What came of the last time that somebody had all of it tried again: `olga had 200 tried again: 198 took it in …`. */
export function describeRetry({ by, at, asked, taken, refused, reason }: RetryAll): string {
  const others = refused > 0 ? `, ${refused} had nothing to repair any more` : '';
  const why = reason === '' ? '' : ` (${reason})`;
  return `${by} had ${asked} tried again at ${readableTime(at)}${why}: ${taken} took it in${others}`;
}
