import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { RequestStatus } from '../../src/domain/status.ts';
import { withRequest } from '../support/lifecycle.ts';
import { reachMerge } from '../support/lifecycle-moves.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

test('carries a request through all eight steps and hands the environment over', async () => {
  await withRequest(env, {}, async (request) => {
    await reachMerge(request);

    const status: RequestStatus = await request.handle.result();

    expect(status).toMatchObject({ phase: 'ready', waitingOn: null, undo: { undone: [], left: [] } });
    expect(status.steps.map((s) => s.status)).toEqual(Array(8).fill('done'));
    expect(status.deliveries.filter((d) => d.what === 'ready' && d.outcome === 'sent')).toHaveLength(5);
    expect(request.calls).not.toContain('retireAccounts');
    const environment = await env.client.workflow.getHandle('environment:payments-prod').describe();
    expect(environment.status.name).toBe('RUNNING');
    const { events } = await request.handle.fetchHistory();
    expect(events?.length).toBeLessThanOrEqual(250);
  });
});
