/* Temporal has lost everything; Git has not. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { readStanding } from '../../src/fleet/standing.ts';
import { recoverEnvironments } from '../../src/intake/recover.ts';
import { BILLING, emptyFleet, withRequest } from '../support/fleet-files.ts';
import { startEnvironment } from '../support/temporal.ts';

const FLEET = withRequest(withRequest(emptyFleet()), BILLING);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

test('what stands is what the records say, and one that cannot be read is named', () => {
  const broken = new Map([...FLEET, ['environments/lost-dev/berth.yaml', 'name: [\n']]);
  expect(readStanding(broken)).toEqual({
    environments: [
      {
        environment: 'billing-dev',
        project: 'billing',
        owner: 'lee@example.test',
        requester: 'dana@example.test',
        reference: 'BR-0000000001',
        clusters: ['cluster-east-dev'],
        leaseEnd: '2026-12-21',
      },
      {
        environment: 'payments-prod',
        project: 'payments',
        owner: 'lee@example.test',
        requester: 'dana@example.test',
        reference: 'BR-7F3K2M9QXA',
        clusters: ['cluster-east-prod', 'cluster-west-prod'],
      },
    ],
    unreadable: ['lost-dev'],
  });
});

test('what was decommissioned does not come back: its requests stay, its record is gone', () => {
  const left = [...FLEET].filter(([path]) => !path.includes('billing-dev') || path.startsWith('requests/'));
  const { environments, unreadable } = readStanding(new Map(left));
  expect(environments.map(({ environment }) => environment)).toEqual(['payments-prod']);
  expect(unreadable).toEqual([]);
});

test('each gets its workflow again, once, and one whose request still goes on is left to it', async () => {
  const { environments } = readStanding(FLEET);
  // Any workflow under the request's name goes on while no worker takes it.
  await env.client.workflow.start('requestLifecycle', { taskQueue: 'nobody', workflowId: 'request:BR-0000000001' });
  const outcomes = async () =>
    (await recoverEnvironments(env.client, environments)).map(
      ({ environment, outcome }) => `${environment}: ${outcome}`,
    );

  expect(await outcomes()).toEqual(['billing-dev: left to its request, which still goes on', 'payments-prod: started']);
  const { workflowExecutionInfo } = await env.client.workflow
    .getHandle('environment:payments-prod')
    .describe()
    .then(({ raw }) => raw);
  expect(workflowExecutionInfo?.taskQueue).toBe('berth');
  expect((await outcomes())[1]).toBe('payments-prod: kept already');

  await env.client.workflow.getHandle('request:BR-0000000001').terminate();
  expect((await outcomes())[0]).toBe('billing-dev: started');
});
