import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { createIncidentActivities } from '../../src/activities/incidents.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { incidentWorkflowId, requestWorkflowId } from '../../src/domain/naming.ts';
import { WORKFLOW_INTERCEPTORS } from '../../src/workflow-code.ts';
import { incidentQuery, retryAllUpdate, TASK_QUEUES } from '../../src/workflows/messages.ts';
import { mortalWorker } from '../support/crowd.ts';
import { eventually } from '../support/eventually.ts';
import { repairsQuery } from '../support/incident-workflows.ts';
import { startEnvironment } from '../support/temporal.ts';

const CROWD = 60;
const WITHIN_MS = 240_000;

let env: TestWorkflowEnvironment;
const root = mkdtempSync(join(tmpdir(), 'berth-incident-'));
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(async () => {
  await env.teardown();
  rmSync(root, { recursive: true, force: true });
});

async function bundle(): Promise<string> {
  const workflowsPath = fileURLToPath(new URL('../support/incident-workflows.ts', import.meta.url));
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: WORKFLOW_INTERCEPTORS,
    logger: new DefaultLogger('WARN'),
  });
  const path = join(root, 'workflows.js');
  writeFileSync(path, code);
  return path;
}

const references = Array.from({ length: CROWD }, (_, n) => `BR-${n}`);

/** All are stuck for one cause; returns the incident's key. */
async function startStuck(): Promise<string> {
  const cause = { type: 'Forbidden', system: 'GitHub', words: 'berth may not push' };
  const now = new Date().toISOString();
  const keys = references.map(async (reference) => {
    const options = { workflowId: requestWorkflowId(reference), taskQueue: TASK_QUEUES.main };
    await env.client.workflow.start('stuckRequest', options);
    const member = { reference, project: 'payments', step: 'GIT_PR_CREATION', since: now, due: now } as const;
    const { joinIncident } = createIncidentActivities({ client: env.client });
    return (await joinIncident({ cause, problem: 'Berth may not push', member })).key;
  });
  return (await Promise.all(keys))[0] ?? '';
}

test(
  'a worker that is killed while all are tried again, and loses answers, leaves nobody out and tries nobody twice',
  async () => {
    const program = new URL('../support/incident-worker.ts', import.meta.url);
    const worker = mortalWorker(program, [env.address, await bundle()]);
    try {
      const handle = env.client.workflow.getHandle(incidentWorkflowId(await startStuck()));
      const read = (): Promise<Incident | undefined> => handle.query(incidentQuery).catch(() => undefined);
      await eventually(async () => (await read())?.members.length === CROWD, WITHIN_MS);
      const args = { person: 'olga', channel: 'api', reason: 'It may push again' };
      expect(await handle.executeUpdate(retryAllUpdate, { args: [args] })).toEqual({ asked: CROWD, underWay: 0 });
      for (const strike of [CROWD / 6, CROWD / 2]) {
        await eventually(async () => ((await read())?.retry?.taken ?? 0) >= strike, WITHIN_MS);
        await worker.restart();
      }

      const { retry, members } = await eventually(async () => {
        const incident = await read();
        const { taken = 0, refused = 0 } = incident?.retry ?? {};
        return taken + refused >= CROWD ? incident : undefined;
      }, WITHIN_MS);

      expect(retry).toMatchObject({ by: 'olga', asked: CROWD, taken: CROWD, refused: 0 });
      expect(members.filter(({ triedAgain }) => triedAgain)).toHaveLength(CROWD);
      for (const reference of references) {
        const repairs = await env.client.workflow.getHandle(requestWorkflowId(reference)).query(repairsQuery);
        expect(repairs).toEqual([expect.stringMatching(/^olga: It may push again \(incident forbidden-/)]);
      }
    } finally {
      await worker.kill();
    }
  },
  WITHIN_MS * 2,
);
