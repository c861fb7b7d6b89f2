import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import { createIntakeActivities, type IntakeDeps } from '../../src/activities/intake.ts';
import type { FleetSnapshot } from '../../src/domain/fleet.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { repairUpdate, timelineQuery } from '../../src/workflows/messages.ts';
import { withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachDecision } from '../support/lifecycle-moves.ts';
import { startTimeSkipping } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeEach(async () => {
  env = await startTimeSkipping();
});
afterEach(() => env.teardown());

/** The week before Easter 2027 the team is away; clocks go forward on Easter Sunday, 28 March. */
const FLEET: FleetSnapshot = {
  sha: 'f'.repeat(40),
  files: new Map([
    [
      'organisation.yaml',
      `apiVersion: berth.dev/v1
kind: Organisation
name: example
title: Example
priceBook: "2026-01"
leaseDays: { dev: 30, test: 90, staging: 180, prod: null }
calendars:
  berlin:
    zone: Europe/Berlin
    hours: { mon-fri: 09:00-17:00 }
    holidays: [2027-03-22, 2027-03-23, 2027-03-24, 2027-03-25, easter-2, easter+1]
`,
    ],
    [
      'projects/payments.yaml',
      `apiVersion: berth.dev/v1
kind: Project
name: payments
title: Payments
costCentre: CC-1042
leads: [lee]
calendar: berlin
`,
    ],
  ]),
};

const WAIT = { deadline: '5d', reminders: ['4h', '1d', '3d'] };
const WAITS = { approval: WAIT, accounts: WAIT, repair: WAIT };

const dueTimesOf = (readFleet: IntakeDeps['readFleet']) =>
  createIntakeActivities({ config: { waits: WAITS }, readFleet } as unknown as IntakeDeps).dueTimes;

const move = (iso: string, by: number) => new Date(Date.parse(iso) + by).toISOString();

/** The worker's calendar, for a world in which the request is raised at `raised`; `now` is the time of that world. */
async function worldFrom(raised: string) {
  const shift = Date.parse(raised) - (await env.currentTimeMs());
  const real = dueTimesOf(async () => FLEET);
  const dueTimes: Activities['dueTimes'] = async ({ from, ...wait }) => {
    if (!(wait.kind in WAITS)) return { reminders: [], deadline: move(from, 3_600_000) };
    const { reminders, deadline, waited = [] } = await real({ ...wait, from: move(from, shift) });
    return { reminders: reminders.map((at) => move(at, -shift)), deadline: move(deadline, -shift), waited };
  };
  const now = async () => new Date((await env.currentTimeMs()) + shift).toISOString().slice(0, 16);
  return { dueTimes, now };
}

const FRIDAY_EVENING = '2027-03-19T17:30:00.000Z';

test('a request of a Friday evening before a holiday week reminds and expires in its team’s working time', async () => {
  const { dueTimes, now } = await worldFrom(FRIDAY_EVENING);
  const seen: string[] = [];
  const nudge: Activities['nudge'] = async ({ person, nudge: { waited } }) => {
    seen.push(`${await now()} ${person}: ${waited}`);
  };
  const closePullRequest = async () => {
    seen.push(`${await now()} closed`);
    return [];
  };
  await withRequest(env, { activities: { dueTimes, nudge, closePullRequest } }, async (request) => {
    await reachDecision(request);

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('expired');
    expect(seen).toEqual([
      '2027-03-30T11:00 lee: 4 working hours',
      '2027-03-31T07:00 lee: 1 working day',
      '2027-04-02T07:00 lee: 3 working days',
      '2027-04-06T07:00 closed',
    ]);
  });
});

test('a task says in Slack how long it has waited and what happens next, and has two terms of working time', async () => {
  const { dueTimes, now } = await worldFrom(FRIDAY_EVENING);
  const seen: string[] = [];
  const announceInSlack = async ({ what, text }: { what: string; text: string }) => {
    if (/accounts/.test(what))
      seen.push(`${await now()} ${text.replace(/^.*accounts? plan/, '').replace(/[A-Z][a-z]{2}, .* UTC/, '…')}`);
    return [];
  };
  await withRequest(env, { activities: { dueTimes, announceInSlack } }, async (request) => {
    await request.until((s) => s.task?.id === 'accounts');

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('expired');
    const asked = 'If nobody acts until …, the whole team is asked in its channel.';
    expect(seen.slice(0, 4)).toEqual([
      `2027-03-30T11:00 . It has waited for 4 working hours. ${asked}`,
      `2027-03-31T07:00 . It has waited for 1 working day. ${asked}`,
      `2027-04-02T07:00 . It has waited for 3 working days. ${asked}`,
      '2027-04-06T07:00 ',
    ]);
    expect(seen.at(-1)).toContain('2027-04-09T07:00');
    expect(seen.at(-1)).toContain('the request expires and is undone.');
  });
});

test('while the fleet cannot be read the wait begins later, visibly, and with no other times', async () => {
  const { dueTimes: read, now } = await worldFrom(FRIDAY_EVENING);
  let fails = 6;
  const dueTimes: Activities['dueTimes'] = async (wait) => {
    if (wait.kind === 'approval' && fails-- > 0) throw failure('Unavailable', 'GitHub answers 502.');
    return read(wait);
  };
  const closed: string[] = [];
  const closePullRequest = async () => {
    closed.push(await now());
    return [];
  };
  await withRequest(env, { activities: { dueTimes, closePullRequest } }, async (request) => {
    await confirmAccounts(request);
    const waiting = await request.until((s) => s.waitingOn?.kind === 'retry');
    expect(waiting.waitingOn).toMatchObject({ who: ['the fleet repository'] });

    await request.handle.result();

    expect(closed).toEqual(['2027-04-06T07:00']);
  });
});

test('whoever is to mend a calendar that cannot be used is asked without it, and the wait goes on from there', async () => {
  const { dueTimes: read } = await worldFrom(FRIDAY_EVENING);
  let broken = true;
  const dueTimes: Activities['dueTimes'] = async (wait) => {
    if (broken && wait.project !== undefined && wait.kind !== 'accounts')
      throw failure('Configuration', 'organisation.yaml: there is no calendar berlin');
    return read(wait);
  };
  await withRequest(env, { activities: { dueTimes } }, async (request) => {
    await confirmAccounts(request);
    const asking = await request.until((s) => s.phase === 'needs-person');
    expect(asking.failure).toMatchObject({ type: 'Configuration' });
    const story = JSON.stringify(await request.handle.query(timelineQuery));
    expect(story).toContain('Every hour counts for this repair, for the calendar cannot be read: organisation.yaml');
    broken = false;
    const by = { person: 'olga', channel: 'api', repair: 'retry' } as const;
    await request.handle.executeUpdate(repairUpdate, { args: [by] });

    await request.until((s) => s.waitingOn?.kind === 'person' && s.failure === null && s.step === 'APPROVAL_WORKFLOW');

    await request.handle.terminate();
  });
});
