import type { z } from 'zod';
import { didYouMean } from './domain/suggest.ts';

type Issue = z.core.$ZodIssue;

/** The part of a JSON Schema by which the settings of a block are known. */
export interface SettingsSchema {
  readonly properties?: Readonly<Record<string, SettingsSchema>>;
  readonly items?: SettingsSchema;
  readonly additionalProperties?: SettingsSchema | boolean;
}

/** What is wrong with settings, one line each: where, and what. `schema` knows the right names. */
export function describeIssues(issues: readonly Issue[], schema: SettingsSchema): string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [`${pathOf(issue.path)}: ${what(issue)}`];
    const known = Object.keys(blockAt(schema, issue.path).properties ?? {});
    return issue.keys.map((key) => `${pathOf([...issue.path, key])}: is no setting.${meant(key, known)}`);
  });
}

/** `mailboxes[0].user`. */
export function pathOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.join('').replace(/^\./, '') || '(file)';
}

function what(issue: Issue): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  if (issue.code !== 'invalid_type') return issue.message;
  return issue.input === undefined || issue.input === null ? 'is missing' : `must be of type ${issue.expected}`;
}

function meant(key: string, known: readonly string[]): string {
  const suggestion = didYouMean(key, known);
  return suggestion ? ` Did you mean "${suggestion}"?` : '';
}

function blockAt(schema: SettingsSchema, path: readonly PropertyKey[]): SettingsSchema {
  return path.reduce<SettingsSchema>((block, step) => {
    const { properties, items, additionalProperties: named } = block;
    return properties?.[String(step)] ?? items ?? (typeof named === 'object' ? named : {});
  }, schema);
}
