import type { z } from 'zod';
import type { Problem } from '../domain/request.ts';
import { didYouMean } from '../domain/suggest.ts';

type Issue = z.core.$ZodIssue;

/** What the schema found, in words for people; `known` are the keys of the top level, for slips. */
export function problemsOf(issues: readonly Issue[], known: readonly string[]): Problem[] {
  return issues.flatMap((issue) => toProblems(issue, known));
}

function toProblems(issue: Issue, known: readonly string[]): Problem[] {
  const where = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(where ? `${where}.${key}` : key, key, known));
  }
  if (issue.code === 'invalid_value') return [oneOf(where, issue)];
  if (issue.code === 'invalid_type') return [wrongType(where, issue)];
  const mend: unknown = issue.code === 'custom' ? issue.params?.['mend'] : undefined;
  return [{ where, what: issue.message, mend: typeof mend === 'string' ? mend : 'Correct this value.' }];
}

/** `environments[0].size`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

function unknownKey(where: string, key: string, known: readonly string[]): Problem {
  const meant = didYouMean(key, known);
  return { where, what: 'This key is not known.', mend: meant ? `Did you mean "${meant}"?` : 'Remove it.' };
}

function oneOf(where: string, issue: Extract<Issue, { code: 'invalid_value' }>): Problem {
  const values = issue.values.map(String);
  const written = typeof issue.input === 'string' ? issue.input : '';
  const meant = values.find((value) => value.toLowerCase() === written.toLowerCase()) ?? didYouMean(written, values);
  const what = written ? `"${written.slice(0, 64)}" is none of its values.` : 'It is missing.';
  return { where, what, mend: `${meant && written ? `Did you mean "${meant}"? ` : ''}One of: ${values.join(', ')}.` };
}

function wrongType(where: string, issue: Extract<Issue, { code: 'invalid_type' }>): Problem {
  if (issue.input === undefined) return { where, what: 'It is missing.', mend: `Add "${lastKey(where)}".` };
  return {
    where,
    what: `A value of type ${issue.expected} is expected.`,
    mend: 'Write it as in the example of the manual.',
  };
}

const lastKey = (where: string) => (where.split('.').at(-1) ?? where).replace(/([A-Z])/g, (c) => `-${c.toLowerCase()}`);
