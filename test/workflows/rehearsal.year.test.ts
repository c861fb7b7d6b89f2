/* A year of three teams, whose lead is away now and then, with leave, holidays and clocks that change: whoever is told something is told it in its minute. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startTimeSkipping } from '../support/temporal.ts';
import { rehearse, rehearsePerson } from '../support/year.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
}, 120_000);
afterAll(() => env.teardown());

test('every reminder, escalation and expiry of a year is within a minute of its due time', async () => {
  const { late, counts, acrossChanges } = await rehearse(env, { requests: 30, seed: 2027 });

  expect(late).toEqual([]);
  // The year has had something of everything.
  const kinds = ['expired', 'others told', 'rejected', 'reminder', 'stand-in reminded', 'team asked'];
  expect(Object.keys(counts).toSorted()).toEqual(kinds);
  expect(acrossChanges).toBeGreaterThanOrEqual(6);
}, 600_000);

test('so is every mail of the day of somebody who is away now and then, and every word that they are', async () => {
  const { late, waited, digests } = await rehearsePerson(env, { words: 90, seed: 2027 });

  expect(late).toEqual([]);
  expect(digests).toBeGreaterThanOrEqual(30);
  for (const times of Object.values(waited)) expect(times).toBeGreaterThanOrEqual(2);
}, 600_000);
