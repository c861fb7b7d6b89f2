/* What Slack shows of an approval by several people: each step of it in every copy, and at last what came of it. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { withRequest } from '../support/lifecycle.ts';
import { reachDecision, sayIn } from '../support/lifecycle-moves.ts';
import { assessmentOf, stageOf } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

test('each approval that counts is shown in order, in every copy, before the outcome', async () => {
  const shown: string[] = [];
  const lead = stageOf('lead', ['lee', 'nia', 'olga'], { mode: 'n-of', count: 3 });
  const activities: Partial<Activities> = {
    assessChange: async () => assessmentOf([lead]),
    askInSlack: async ({ stage }) => stage.approvers.map((person) => ({ channel: `D0${person}`, ts: '1.0', person })),
    showProgressInSlack: async ({ posts, text, spoken }) =>
      void shown.push(`${posts.length}: ${text} [${spoken.join(' ')}]`),
    closeInSlack: async ({ posts, text }) => void shown.push(`${posts.length}: ${text}`),
  };
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    for (const person of ['lee', 'mallory', 'olga']) await sayIn(request, 'lead', person);
    await request.until(() => shown.length >= 2);
    await sayIn(request, 'lead', 'nia', 'reject');
    await request.until(() => shown.length >= 3);

    expect(shown.slice(0, 2)).toEqual([
      '3: lee approved (1 of 3), waiting for nia or olga [lee]',
      '3: olga approved (2 of 3), waiting for nia [lee olga]',
    ]);
    expect(shown[2]).toBe('3: Rejected by nia: because');
  });
});
