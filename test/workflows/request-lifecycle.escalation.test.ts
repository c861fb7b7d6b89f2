import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { timelineQuery } from '../../src/workflows/messages.ts';
import { withRequest } from '../support/lifecycle.ts';
import { reachDecision } from '../support/lifecycle-moves.ts';
import { startTimeSkipping } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeEach(async () => {
  env = await startTimeSkipping();
});
afterEach(() => env.teardown());

const DAY = 86_400_000;
const later = (from: string, days: number) => new Date(Date.parse(from) + days * DAY).toISOString();

/** Notes whom an approval that nobody gives tells, by days since it began. */
function worldWith(rungs: readonly { day: number; tell: readonly string[] }[], script: Partial<Activities> = {}) {
  const seen: string[] = [];
  let began = 0;
  const note = async (what: string) => {
    const days = Math.round(((await env.currentTimeMs()) - began) / DAY);
    seen.push(`${days}: ${what}`);
  };
  const activities: Partial<Activities> = {
    dueTimes: async ({ kind, from }) => {
      if (kind !== 'approval') return { reminders: [], deadline: later(from, 14) };
      began = Date.parse(from);
      const times = { reminders: [later(from, 1), later(from, 7)], deadline: later(from, 10) };
      return { ...times, rungs: rungs.map(({ day, tell }) => ({ at: later(from, day), tell })) };
    },
    findTold: async ({ tell, who }) => {
      const operators = tell.includes('platform-operator');
      return { people: tell.includes('manager') ? who.map((id) => `manager-of-${id}`) : [], operators, unreached: [] };
    },
    nudge: ({ person, nudge }) => note(`${nudge.isTold ? 'told' : 'reminded'} ${person}`),
    announceInSlack: async ({ what, text }) => {
      if (what.startsWith('escalation')) await note(text.replace(/^BR-\w+/, 'it').replace(/since .* UTC: .*/, '…'));
      return [];
    },
    ...script,
  };
  return { seen, activities };
}

test('rung by rung others are told, beside reminders, and never decide; those told may see the request', async () => {
  const { seen, activities } = worldWith([
    { day: 3, tell: ['manager'] },
    { day: 8, tell: ['manager', 'platform-operator'] },
  ]);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);

    const status: RequestStatus = await request.handle.result();

    expect(status).toMatchObject({ phase: 'expired', told: ['manager-of-lee'] });
    expect(seen).toEqual([
      '1: reminded lee',
      '3: told manager-of-lee',
      '7: reminded lee',
      '8: told manager-of-lee',
      '8: it has waited for lee …',
    ]);
    const story = (await request.handle.query(timelineQuery)).map(({ text }) => text);
    expect(story).toContain('Told manager-of-lee that nobody acts');
    expect(story).toContain('Told manager-of-lee, the operators that nobody acts');
  });
});

test('while nobody can say who that is, the operators are told', async () => {
  const findTold = () => Promise.reject(failure('Configuration', 'The directory refuses Berth.'));
  const { seen, activities } = worldWith([{ day: 3, tell: ['manager'] }], { findTold });
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);

    const status: RequestStatus = await request.handle.result();

    expect(status.told).toEqual([]);
    expect(seen).toContain('3: it has waited for lee …');
  });
});
