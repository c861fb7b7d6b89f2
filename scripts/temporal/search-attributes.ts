import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES, type SearchAttributeKind } from '../../src/domain/search-attributes.ts';

/** Numbers of Temporal's IndexedValueType. */
const INDEXED_VALUE: Readonly<Record<SearchAttributeKind, number>> = {
  KEYWORD: 2,
  DOUBLE: 4,
  DATETIME: 6,
  KEYWORD_LIST: 7,
};

/** Registers Berth's search attributes with a server that does not know them yet; those it knows are left alone. */
export async function registerSearchAttributes(connection: Connection, namespace = 'default'): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !(name in (customAttributes ?? {})));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map(([name, kind]) => [name, INDEXED_VALUE[kind]]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}
