/* How answers are described: schemas that are held to the domain's types, in which the truth stands. */
import { z } from 'zod';
import type { Json } from '../../domain/selection.ts';

/** Names of shapes, as the description of the API calls them. */
export const SHAPES = new Map<string, z.ZodType>();

type Plain<T> = Json extends T ? Json : T extends object ? { readonly [K in keyof T]: Plain<T[K]> } : T;
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- only so are types compared exactly
type IsSame<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? unknown : never;

/**
 * Names a schema, and holds it to the type it describes: a field that one of the two has not, or has otherwise, does not
 * compile. `shapeOf<FreezeWindow>()('FreezeWindow', z.strictObject({ … }))`.
 */
export function shapeOf<T>() {
  return <S extends z.ZodType>(id: string, schema: S & IsSame<z.output<S>, T>): z.ZodType<T> => {
    const shape: z.ZodType = schema;
    SHAPES.set(id, shape);
    return shape as z.ZodType<T>;
  };
}

/** No JSON but events, as `text/event-stream`. */
export const events = z.string();
/** Two texts: as a list of two, which every reader of the description understands. */
export const pair = z.array(z.string()).length(2) as unknown as z.ZodType<[string, string]>;
/** Any JSON. */
export const json = z.unknown() as z.ZodType<Json>;
/** A page of a list: `cursor`, where there is one, asks for the next. */
export const pageOf = <T>(item: z.ZodType<T>) =>
  z.strictObject({ items: z.array(item).readonly(), cursor: z.string().exactOptional() });
/** A list that is always told whole. */
export const listOf = <T>(item: z.ZodType<T>) => z.strictObject({ items: z.array(item).readonly() });

/** ISO 8601. */
export const time = z.string().meta({ format: 'date-time' });
export const text = z.string();
export const texts = z.array(z.string());
export const reference = z.string().meta({ description: 'Reference of a request.', examples: ['BR-7F3K2M9QXA'] });
