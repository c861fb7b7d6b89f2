import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { createIncidentActivities } from '../../src/activities/incidents.ts';
import { incidentWorkflowId } from '../../src/domain/naming.ts';
import { INCIDENT_MEMO } from '../../src/workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { withIncidents } from '../support/incidents.ts';
import { startEnvironment } from '../support/temporal.ts';

/** Temporal suggests another run so early. */
const EVENTS = 60;

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment(`limit.historyCount.suggestContinueAsNew=${EVENTS}`);
});
afterAll(() => env.teardown());

test('an incident that goes on in another run is listed all the time', async () => {
  await withIncidents(env, {}, async () => {
    const { joinIncident } = createIncidentActivities({ client: env.client });
    const cause = { type: 'Forbidden', system: 'GitHub', words: 'berth may not push' };
    const join = (n: number) => {
      const now = new Date().toISOString();
      const member = {
        reference: `BR-${n}`,
        project: 'payments',
        step: 'GIT_PR_CREATION',
        since: now,
        due: now,
      } as const;
      return joinIncident({ cause, problem: 'Berth may not push', member });
    };
    const { key } = await join(0);
    const handle = env.client.workflow.getHandle(incidentWorkflowId(key));
    const began = (await handle.describe()).runId;
    let members = 1;
    const memo = await eventually(async () => {
      await join(members++);
      const { runId, memo: shown } = await handle.describe();
      return runId !== began && { shown };
    });

    expect(memo.shown?.[INCIDENT_MEMO]).toMatchObject({ key, type: 'Forbidden' });
  });
});
