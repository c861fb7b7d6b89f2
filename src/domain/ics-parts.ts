/* What iCalendar files are made of once they are parsed (jCal, RFC 7265), and how far they are followed. */

/** Why a file cannot be used, for whoever wrote it. */
export class IcsError extends Error {}

/** Times are ISO 8601 without zone, with `Z` when they are UTC; rules are objects. */
export type Property = [
  name: string,
  parameters: Readonly<Record<string, unknown>>,
  type: string,
  ...values: unknown[],
];
export type Component = [name: string, properties: Property[], parts: Component[]];

/** A value as text, whatever the file made of it. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** Years in which events may begin, and until which rules are followed. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2099;
