import type { Client } from '@temporalio/client';
import { createFreezeActivities } from './freeze.ts';

test('what is frozen, and cannot be asked at this moment, is asked again instead of calling an operator', async () => {
  const query = () => Promise.reject(new Error('The workflow has not come so far yet: ask again'));
  const describe = async () => ({ status: { name: 'RUNNING' } });
  const client = { workflow: { getHandle: () => ({ describe, query }) } } as unknown as Client;

  const asking = createFreezeActivities({ client }).findWindow({ reference: 'BR-7F3K2M9QXA', clusters: [] });

  await expect(asking).rejects.toMatchObject({ type: 'Unavailable', nonRetryable: false });
});
