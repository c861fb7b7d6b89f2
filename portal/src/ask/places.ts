/* What a place in a request is called where somebody picks it. Pure. */
import type { Offer } from '../../../src/domain/offer/offer.ts';
import type { Problem } from '../../../src/domain/request.ts';
import type { Chosen } from './fields.ts';

/** The names of the inputs, by the keys of what is sent. */
export type FieldNames = Readonly<Record<string, string>>;

const ITEM = /^environments\[0\]\.items\[(\d+)\](?:\.parameters\.(\w+))?/;

interface Known {
  readonly fields: Pick<Chosen, 'items'>;
  readonly offer: Offer;
  readonly names: FieldNames;
}

/** Problems with the names of the inputs in place of the paths that the API gives; what no input is about keeps its path. */
export const withNames = (problems: readonly Problem[], known: Known): Problem[] =>
  problems.map((problem) => ({ ...problem, where: nameOf(problem.where, known) }));

function nameOf(where: string, { fields, offer, names }: Known): string {
  const [found, at, parameter] = ITEM.exec(where) ?? [];
  if (found !== undefined) {
    const picked = fields.items[Number(at)]?.item ?? '';
    const item = offer.items.find(({ name }) => name === picked);
    const title = item?.title ?? picked;
    return parameter === undefined ? title : `${title}, ${titleOf(item?.schema, parameter)}`;
  }
  const key = /^(?:environments\[0\]\.)?(\w+)/.exec(where)?.[1] ?? '';
  return names[key] ?? where;
}

function titleOf(schema: Offer['form'] | undefined, parameter: string): string {
  const properties = (schema?.['properties'] ?? {}) as Readonly<Record<string, { title?: string }>>;
  return properties[parameter]?.title ?? parameter;
}
