/* What a person is reminded of: everything that waits for them, in one mail. */
import { hasName } from './same-name.ts';
import type { RequestStatus } from './status.ts';

/** A request asks that somebody is reminded of what it waits for. */
export interface Nudge {
  readonly reference: string;
  /** Slug, or '' while it is not known: by its calendar days are counted. */
  readonly project: string;
  /** ISO 8601: since when it waits; by this the wait is known again. */
  readonly since: string;
  /** How long that was, in words, when it asked. */
  readonly waited?: string;
  /** It does not wait for this person: they are told that nobody acts. */
  readonly isTold?: boolean;
}

/** With this one; of each request the last one counts. */
export const withNudge = (nudges: readonly Nudge[], nudge: Nudge): Nudge[] => [
  ...nudges.filter(({ reference }) => reference !== nudge.reference),
  nudge,
];

/** One request in a reminder. */
export interface DigestItem {
  readonly reference: string;
  /** Title of the project, or its slug; empty while it is not known. */
  readonly title: string;
  readonly text: string;
  /** ISO 8601. */
  readonly since: string;
  readonly deadline: string;
  /** What happens at the deadline. */
  readonly next: string;
  readonly waited?: string;
  /** Whom it waits for instead, when the person is only told. */
  readonly waitsFor?: readonly string[];
}

/**
 * What still waits for somebody, most urgent first: requests that say so themselves, and those that asked to be reminded of
 * a wait that goes on.
 */
export function digestOf(person: string, statuses: readonly RequestStatus[], nudges: readonly Nudge[]): DigestItem[] {
  const items = statuses.flatMap((status) => itemOf(person, status, nudges) ?? []);
  return items.toSorted(
    (a, b) => Date.parse(a.deadline) - Date.parse(b.deadline) || (a.reference < b.reference ? -1 : 1),
  );
}

function itemOf(person: string, status: RequestStatus, nudges: readonly Nudge[]): DigestItem | undefined {
  const { reference, waitingOn, request } = status;
  if (!waitingOn) return undefined;
  const { text, since, deadline, next, who } = waitingOn;
  const nudge = nudges.find((one) => one.reference === reference && one.since === since);
  const isNamed = hasName(who, person);
  if (!nudge && !isNamed) return undefined;
  const title = request?.title || request?.project || '';
  const item = { reference, title, text, since, deadline, next, ...(nudge?.waited ? { waited: nudge.waited } : {}) };
  return nudge?.isTold && !isNamed ? { ...item, waitsFor: who } : item;
}
