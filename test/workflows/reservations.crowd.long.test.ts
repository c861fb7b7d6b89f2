import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { CROWD_WITHIN_MS } from '../support/crowd-seen.ts';
import { tellCrowd } from '../support/crowd-story.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

test(
  'a thousand requests at once take no more than there is, in the order of the serial model, and nobody is lost to crashes',
  async () => {
    expect(await tellCrowd(env, 1_000)).toBe(1_000);
  },
  CROWD_WITHIN_MS * 4,
);
