import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import { TASK_QUEUES, WORKFLOWS } from '../../src/workflows/messages.ts';
import { bodyOf, startTestApi, wholeFileApi } from '../support/api.ts';
import { startEnvironment } from '../support/temporal.ts';

/* A request that has only begun has told nothing yet: its worker is asked, which can be away or of another version. */

const { requests, api } = wholeFileApi();

async function begin(workflowType: string, taskQueue: string): Promise<string> {
  const reference = referenceOf(randomBytes(8).toString('hex'));
  await requests.env.client.workflow.start(workflowType, { workflowId: requestWorkflowId(reference), taskQueue });
  return reference;
}

const NO_WORKER = 'No worker of Berth answers. Your request is safe; try again in a minute.';

test.each([
  ['that no worker has taken up yet', WORKFLOWS.request, 'a-queue-without-a-worker'],
  ['whose worker cannot tell of it', 'silentRequest', TASK_QUEUES.main],
])(
  'a request %s is answered with 503 and what to do',
  async (_, workflowType, taskQueue) => {
    const reference = await begin(workflowType, taskQueue);

    const answer = await api.call('dana', 'GET', `/api/requests/${reference}`);

    expect(answer.status).toBe(503);
    expect((await bodyOf(answer)).detail).toBe(NO_WORKER);
  },
  60_000,
);

test('a Temporal that went away is answered with 503 and what to do, by every route', async () => {
  const env = await startEnvironment();
  const connection = await Connection.connect({ address: env.address });
  const orphan = await startTestApi(new Client({ connection }));
  await env.teardown();

  const answers = await Promise.all([
    orphan.call('dana', 'GET', `/api/requests/${referenceOf('gone')}`),
    orphan.call('dana', 'GET', '/api/requests'),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([503, 503]);
  for (const answer of answers)
    expect((await bodyOf(answer)).detail).toMatch(/^Temporal does not answer\. .* try again/);
  await orphan.close();
  await connection.close();
}, 120_000);
