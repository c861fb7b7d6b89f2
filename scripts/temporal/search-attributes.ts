import type { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES, type SearchAttributeKind } from '../../src/domain/search-attributes.ts';

/** Numbers of Temporal's IndexedValueType. */
const INDEXED_VALUE: Readonly<Record<SearchAttributeKind, number>> = {
  KEYWORD: 2,
  DOUBLE: 4,
  DATETIME: 6,
  KEYWORD_LIST: 7,
};

const ALREADY_EXISTS = 6;

/** Registers Berth's search attributes with a server; those that it knows already are left alone. */
export async function registerSearchAttributes(connection: Connection, namespace = 'default'): Promise<void> {
  for (const [name, kind] of Object.entries(SEARCH_ATTRIBUTES)) {
    try {
      const searchAttributes = { [name]: INDEXED_VALUE[kind] };
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    } catch (error) {
      if ((error as { code?: number }).code !== ALREADY_EXISTS) throw error;
    }
  }
}
