/* What a mail is told about its request, as a table: everything but what its sentences say already. */

import { shortHash } from '../domain/change-text.ts';
import { DECISION_LABELS } from '../domain/decision-facts.ts';
import type { MailFacts } from '../domain/mail-message.ts';
import { readableTime } from '../domain/readable-time.ts';
import type { Fact } from './letter.ts';

const LABELS: Readonly<Record<string, string>> = {
  ...DECISION_LABELS,
  specHash: 'Spec',
  deadline: 'Answer until',
  next: 'After that',
  changes: 'What changes',
  problems: 'What is missing or wrong',
  person: 'By',
  access: 'How to use it',
  left: 'Left as it is',
};

/** All data as facts, but for what is told; also what no template knows, so that nothing gets lost. */
export function factsOf(data: MailFacts, told: readonly string[]): Fact[] {
  return Object.entries(data)
    .filter(([key]) => !told.includes(key))
    .map(([key, value]) => ({ label: LABELS[key] ?? humanise(key), lines: linesOf(key, value) }))
    .filter(({ lines }) => lines.length > 0);
}

/** Times and hashes as people read them; without empty lines. */
export function linesOf(key: string, value: string | readonly string[]): string[] {
  const values = typeof value === 'string' ? [value] : value;
  return values.filter((line) => line.trim() !== '').map(key === 'specHash' ? shortHash : readableTime);
}

/** `leaseEnd` becomes `Lease end`. */
function humanise(key: string): string {
  const words = key
    .replace(/[-_]/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
