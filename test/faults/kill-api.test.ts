import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { PEOPLE } from '../../sandbox/people.ts';
import type { Sent } from '../../sandbox/slack/interactivity.ts';
import { callApi, completeTask, requestPath, toward } from '../../scripts/demo/people.ts';
import { readStatus } from '../../scripts/demo/play.ts';
import { type Stage, setStage } from '../../scripts/demo/stage.ts';
import type { RequestStatus } from '../../src/domain/status.ts';

/*
 * The API is killed while the lead says no. Whoever is told that it was taken in need not say it again, and whoever is
 * not told so can: either way it counts once.
 */
let stage: Stage;
let folder: string;
let connection: Connection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-kill-api-'));
  stage = await setStage({ folder, say: () => {} });
  connection = await Connection.connect({ address: stage.temporal.address });
}, 240_000);
afterAll(async () => {
  await connection?.close();
  await stage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Says no; whether it was told that this was taken in. */
type Door = (status: RequestStatus) => Promise<boolean>;

const byApi: Door = ({ reference, plan }) =>
  succeeds(
    callApi(stage.sandbox, PEOPLE.lee, requestPath({ reference }, 'decide'), {
      verdict: 'reject',
      reason: 'Use the shared database.',
      specHash: plan?.specHash,
    }),
  );

/** Presses the button, unless its form is open already, and sends the form. */
const bySlack: Door = async (status) => {
  const next = () => toward('rejected')(stage.sandbox, status);
  const press = next();
  if (press?.what.startsWith('is about to')) await press.act();
  const sent = await next()?.act();
  return (sent as Sent | undefined)?.closed === true;
};

/** Kills the API at some moment of what `reference` is told next; resolves when another API answers. */
type Kill = (reference: string) => Promise<void>;

/** The API has asked the directory who this is, and has no answer yet. */
const whileItAsks: Kill = () => {
  const { faults } = stage.sandbox.context;
  const take = faults.take.bind(faults);
  return new Promise((resolve, reject) => {
    faults.take = (system, what) => {
      if (system !== 'directory') return take(system, what);
      faults.take = take;
      stage.replaceApi().then(resolve, reject);
      return { match: '', cut: true };
    };
  });
};

/** Temporal has the decision; the answer may have left or not. */
const onceTemporalHasIt: Kill = async (reference) => {
  const before = await updatesOf(reference);
  while ((await updatesOf(reference)) === before) await delay(5);
  await stage.replaceApi();
};

test.each<[door: string, moment: string, say: Door, kill: Kill]>([
  ['the API', 'before Temporal has it', byApi, whileItAsks],
  ['the API', 'once Temporal has it', byApi, onceTemporalHasIt],
  ['a Slack button', 'before Temporal has it', bySlack, whileItAsks],
  ['a Slack button', 'once Temporal has it', bySlack, onceTemporalHasIt],
])(
  'a decision through %s counts once when the API is killed %s',
  async (door, moment, say, kill) => {
    const asked = await askUntilDecision(`${door} ${moment}`);
    const killed = kill(asked.reference);

    const told = await say(asked).catch(() => false);
    await killed;

    if (!told) await sayAgain(asked, say);
    const { phase, decisions } = await statusWhen(asked.reference, (s) => s.phase === 'rejected');
    expect(phase).toBe('rejected');
    expect(decisions.filter(({ counts }) => counts)).toMatchObject([
      { decision: { person: 'lee', verdict: 'reject' } },
    ]);
  },
  240_000,
);

/** People look first; a decision that shows need not be made again. */
async function sayAgain({ reference }: RequestStatus, say: Door): Promise<void> {
  for (;;) {
    const status = await readStatus(stage, reference);
    if (status.decisions.length > 0 || status.phase === 'rejected' || (await say(status))) return;
    await delay(100);
  }
}

/** Dana's request for a project of this name, up to the moment at which Lee is asked through Slack too. */
async function askUntilDecision(title: string): Promise<RequestStatus> {
  const project = title
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-')
    .slice(0, 30);
  const request = {
    project,
    title,
    lead: PEOPLE.lee.mail,
    costCentre: 'CC-1042',
    environments: [{ stage: 'dev', regions: ['east'], size: 'XS', items: [] }],
  };
  const { reference } = (await callApi(stage.sandbox, PEOPLE.dana, '/api/requests', request)) as RequestStatus;
  await completeTask(stage.sandbox, await statusWhen(reference, (s) => s.task?.id === 'accounts'), PEOPLE.sam);
  return statusWhen(reference, (status) => toward('rejected')(stage.sandbox, status) !== undefined && !status.task);
}

async function statusWhen(reference: string, wanted: (status: RequestStatus) => boolean): Promise<RequestStatus> {
  for (;;) {
    const status = await readStatus(stage, reference);
    if (wanted(status)) return status;
    await delay(100);
  }
}

/** How many updates a request has taken in. */
async function updatesOf(reference: string): Promise<number> {
  const { events } = await new Client({ connection }).workflow.getHandle(`request:${reference}`).fetchHistory();
  return (events ?? []).filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length;
}

const succeeds = (call: Promise<unknown>) =>
  call.then(
    () => true,
    () => false,
  );
