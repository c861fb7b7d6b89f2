import { Connection } from '@temporalio/client';
import { startDevServer } from '../../scripts/temporal/dev-server.ts';
import { findTemporal } from '../../scripts/temporal/find.ts';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.ts';

test('the dev server serves with all search attributes, refuses a taken port and is gone when stopped', async () => {
  const path = process.env.BERTH_TEMPORAL ?? (await findTemporal()).path;
  const server = await startDevServer({ path, uiPort: 0 });
  try {
    const connection = await Connection.connect({ address: server.address });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)));
    await connection.close();

    const port = Number(server.address.split(':')[1]);
    await expect(startDevServer({ path, port })).rejects.toThrow('EADDRINUSE');
    expect((await fetch(server.uiUrl ?? '')).status).toBe(200);
  } finally {
    await server.stop();
  }
  await expect(Connection.connect({ address: server.address, connectTimeout: 500 })).rejects.toThrow(/connect/i);
});

test('a program that is no server is an error with what it said', async () => {
  await expect(startDevServer({ path: '/bin/false' })).rejects.toThrow('The Temporal server ended (1)');
});
