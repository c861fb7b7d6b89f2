/* The same as `rehearsal.year.test.ts` with many more requests, other ones in each run. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startTimeSkipping } from '../support/temporal.ts';
import { rehearse, rehearsePerson } from '../support/year.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
}, 120_000);
afterAll(() => env.teardown());

test('every reminder, escalation and expiry of a full year is within a minute of its due time', async () => {
  const seed = Date.now() % 1_000_000;

  const { late, acrossChanges } = await rehearse(env, { requests: 400, seed });

  expect({ seed, late }).toEqual({ seed, late: [] });
  expect(acrossChanges).toBeGreaterThanOrEqual(6);
}, 3_600_000);

test('so is every mail of the day of somebody who is away now and then, and every word that they are', async () => {
  const seed = Date.now() % 1_000_000;

  const { late } = await rehearsePerson(env, { words: 600, seed });

  expect({ seed, late }).toEqual({ seed, late: [] });
}, 3_600_000);
