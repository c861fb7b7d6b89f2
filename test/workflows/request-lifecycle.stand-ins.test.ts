/* Somebody goes away or comes back while a request waits for them: whoever stands in is asked, or they are once more. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import type { ApprovalStage, Delegate } from '../../src/domain/approval.ts';
import { withDelegates } from '../../src/domain/seats.ts';
import { staffingChangedSignal, timelineQuery } from '../../src/workflows/messages.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { reachDecision, reachStage, sayIn } from '../support/lifecycle-moves.ts';
import { assessmentOf, stageOf } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const XENA = { person: 'xena', for: 'dora', until: '2026-11-28T08:00:00.000Z' };
const AWAY = 'xena decides for dora, who is away until Sat, 28 Nov 2026 08:00 UTC';

/** A world in which these stand in; notes who is asked by which door, for whom, and who keeps no buttons in Slack. */
function worldWith(stages: readonly ApprovalStage[]) {
  const world = { standing: [] as Delegate[], asked: [] as string[], shown: [] as string[], standIns: [] as unknown[] };
  const staffed = () =>
    stages.map((stage) => withDelegates(stage, stage.mayDelegate ? world.standing : (stage.delegates ?? [])));
  const activities: Partial<Activities> = {
    assessChange: async ({ standIns }) => {
      world.standIns.push(standIns);
      return assessmentOf(staffed());
    },
    findDelegates: async () => staffed(),
    askByMail: async ({ person, data }) =>
      void world.asked.push(`${person}${data['inPlaceOf'] ? ` for ${String(data['inPlaceOf'])}` : ''}`),
    askInSlack: async ({ stage }) => stage.approvers.map((person) => ({ channel: `D0${person}`, ts: '1.0', person })),
    showProgressInSlack: async ({ text, spoken }) => void world.shown.push(`${text} [${spoken.join(' ')}]`),
    judgeDecision: async ({ decision: { token: _, ...decision }, stage }) => ({
      decision,
      counts: true,
      binding: stage.binding,
      speaksFor: ['project-lead'],
      at: decision.expires,
      ...(decision.person === 'xena' ? { seat: 'dora' } : {}),
    }),
  };
  return { world, activities };
}

const merging = ({ until }: Played) => until((s) => s.waitingOn?.kind === 'git');
const mayStandIn = { mayDelegate: true };

test('whoever stands in is asked when somebody goes, who is asked again when they are back; nobody else is', async () => {
  const { world, activities } = worldWith([stageOf('lead', ['dora', 'lee'], mayStandIn)]);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    const { waitingOn } = await request.until((s) => s.waitingOn?.kind === 'person');
    world.standing = [XENA];
    await request.handle.signal(staffingChangedSignal);

    const gone = await request.until((s) => s.waitingOn?.who.includes('xena') === true);

    expect(gone.waitingOn).toMatchObject({ who: ['xena', 'lee'], deadline: waitingOn?.deadline });
    expect(gone.waitingOn?.text).toContain(`; ${AWAY}`);
    world.standing = [];
    await request.handle.signal(staffingChangedSignal);
    await request.until((s) => s.waitingOn?.who.includes('dora') === true);
    await request.until(() => world.asked.length >= 4 && world.shown.length >= 2);
    // Those who are asked together are mailed beside each other.
    expect(world.asked.slice(0, 2).toSorted()).toEqual(['dora', 'lee']);
    expect(world.asked.slice(2)).toEqual([`xena for ${AWAY.slice('xena decides for '.length)}`, 'dora']);
    expect(world.shown).toEqual([
      `${AWAY}, waiting for xena for dora or lee []`,
      'Nobody stands in for anybody any more, waiting for dora or lee [xena]',
    ]);
    await request.handle.terminate();
  });
});

test('what whoever stands in has said counts for who is away, is told so, and is looked at before the merge', async () => {
  const { world, activities } = worldWith([stageOf('lead', ['dora', 'lee'], mayStandIn)]);
  world.standing = [XENA];
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await sayIn(request, 'lead', 'xena');

    const { decisions } = await merging(request);

    expect(decisions).toMatchObject([{ counts: true, seat: 'dora', decision: { person: 'xena' } }]);
    expect(world.standIns).toEqual([undefined, ['xena']]);
    const story = await request.handle.query(timelineQuery);
    expect(story.map(({ text }) => text)).toContain('approve for dora through api: because');
    await request.handle.terminate();
  });
});

test('a later stage is asked with who stands in by then, though nobody told of it', async () => {
  const first = stageOf('lead', ['lee']);
  const { world, activities } = worldWith([first, stageOf('cost', ['dora'], mayStandIn)]);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    world.standing = [XENA];
    await sayIn(request, 'lead', 'lee');

    const { waitingOn } = await reachStage(request, 'cost');

    expect(waitingOn?.who).toEqual(['xena']);
    await request.until(() => world.asked.length >= 2);
    expect(world.asked.at(-1)).toMatch(/^xena for dora/);
    await request.handle.terminate();
  });
});

test('where nobody may stand in nothing is looked up when somebody goes', async () => {
  const { activities } = worldWith([stageOf('lead', ['dora'])]);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await request.handle.signal(staffingChangedSignal);
    await sayIn(request, 'lead', 'dora');

    await merging(request);

    expect(request.calls).not.toContain('findDelegates');
    await request.handle.terminate();
  });
});
