/* JSON Schema of what routes take and answer: shapes that have a name are told once, and referred to. */
import { z } from 'zod';
import { SHAPES } from '../answers/shape.ts';
import type { Route } from '../registry.ts';

export type Json = Record<string, unknown>;

/** Where the shape of this name stands in the document. */
export const shapeRef = (id: string): Json => ({ $ref: `#/components/schemas/${id}` });

export interface DescribedAnswers {
  /** By name. */
  readonly shapes: Readonly<Record<string, Json>>;
  /** The schema of one of a route's answers. */
  of(schema: z.ZodType): Json;
}

/** What all these routes answer. */
export function describeAnswers(routes: readonly Route[]): DescribedAnswers {
  const names = new Map([...SHAPES].map(([id, schema]) => [schema, id]));
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const answered = new Set(routes.flatMap(({ answers }) => Object.values(answers)));
  const unnamed = [...answered].filter((schema) => !names.has(schema));
  for (const [i, schema] of unnamed.entries()) registry.add(schema, { id: `unnamed${i}` });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  const shapes = [...names.values()].map((id) => [id, plain(schemas[id] as Json)] as const);
  return {
    shapes: Object.fromEntries(shapes),
    of: (schema) => {
      const id = names.get(schema);
      return id === undefined ? plain(schemas[registry.get(schema)?.id ?? ''] as Json) : shapeRef(id);
    },
  };
}

/** What a route takes, before defaults are filled in. */
export const describeInput = (schema: z.ZodType): Json => plain(z.toJSONSchema(schema, { io: 'input' }) as Json);

function plain({ $schema: _, $id: __, ...schema }: Json): Json {
  return schema;
}
