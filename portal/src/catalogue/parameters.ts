/* The parameters of an item as its JSON Schema describes them, for people to read. Pure. */
import type { ParameterSchema } from '../../../src/domain/catalogue.ts';

/** One parameter. */
export interface ParameterLine {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What can be said, as far as the schema lists or shows it. */
  readonly values: string;
  /** Empty: it has to be said, or stays unsaid. */
  readonly standard: string;
  readonly needed: boolean;
}

interface Property {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
}

export function parametersOf(schema: ParameterSchema): ParameterLine[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Property>>;
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries(properties).map(([name, { title, description, type, enum: choices, default: standard }]) => ({
    name,
    title: title ?? name,
    description: description ?? '',
    values: choices ? choices.map(String).join(', ') : (type ?? ''),
    standard: standard === undefined ? '' : JSON.stringify(standard).replace(/^"|"$/g, ''),
    needed: required.includes(name),
  }));
}
