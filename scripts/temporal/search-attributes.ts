import type { Connection } from '@temporalio/client';
import { INDEXED_VALUE, SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.ts';

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
