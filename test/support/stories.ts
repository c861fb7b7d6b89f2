/* The stories whose histories are kept: each plays one workflow with scripted activities and returns its history. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import { createIncidentActivities } from '../../src/activities/incidents.ts';
import { AUDIT_WORKFLOW_ID, incidentWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import type { RequestInput } from '../../src/domain/request.ts';
import {
  incidentQuery,
  mergedSignal,
  queueMergeSignal,
  repairUpdate,
  retryAllUpdate,
  selectUpdate,
  TASK_QUEUES,
  WORKFLOWS,
  withdrawUpdate,
} from '../../src/workflows/messages.ts';
import { eventually } from './eventually.ts';
import type { History } from './history-json.ts';
import { freezeAndThaw, keepBook, keepEnvironment, postEvent } from './keeper-stories.ts';
import { type Played, withRequest } from './lifecycle.ts';
import { confirmAccounts, reachDecision, reachMerge, say } from './lifecycle-moves.ts';
import { remindPerson } from './person-story.ts';
import { enter } from './record.ts';
import { happyActivities, SELECTION, SPEC_HASH } from './scripted-activities.ts';
import { untilTimer, withWorkers } from './story-kit.ts';

type Story = (env: TestWorkflowEnvironment) => Promise<History>;

/** By the file's name: workflow and story. */
export const STORIES: Readonly<Record<string, Story>> = {
  'request-lifecycle.happy-path': request('happy-path', reachMerge),
  'request-lifecycle.rejected': request('rejected', async (played) => {
    await reachDecision(played);
    await say(played, 'reject');
  }),
  'request-lifecycle.changes-requested': request('changes-requested', askForChanges),
  'request-lifecycle.withdrawn': request('withdrawn', async (played) => {
    await reachDecision(played);
    await played.handle.executeUpdate(withdrawUpdate, {
      args: [{ person: 'dana', channel: 'api', reason: 'not needed' }],
    });
  }),
  'request-lifecycle.repaired': request('repaired', repair, { proposeChange: failsOnce() }),
  'request-lifecycle.removed': request('removed', remove, {}, { kind: 'decommission', environment: 'payments-prod' }),
  'mailbox.read-and-failed': readMailbox,
  'repository.merged': mergeOne,
  'audit-keeper.written': keepRecord,
  'person.reminded': remindPerson,
  'incident.retried': retryIncident,
  'reservations.served': keepBook,
  'freeze.thawed': freezeAndThaw,
  'webhook.refused': postEvent,
  'environment.removed': keepEnvironment,
};

/** A request under a reference that is the same in every recording, played to its end. */
function request(
  story: string,
  play: (played: Played) => Promise<void>,
  activities: Partial<Activities> = {},
  draft: Partial<RequestInput['draft']> = {},
): Story {
  return async (env) => {
    let history: History = {};
    const input = { reference: referenceOf(`the story ${story}`) };
    await withRequest(env, { activities, input, draft }, async (played) => {
      await play(played);
      await played.handle.result();
      history = await played.handle.fetchHistory();
    });
    await env.client.workflow.getHandle('environment:payments-prod').terminate().catch(ignoreAbsent);
    return history;
  };
}

/** Only requests that became ready have an environment. */
const ignoreAbsent = () => undefined;

async function remove(played: Played): Promise<void> {
  await played.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');
  await say(played, 'approve');
  await played.until((s) => s.waitingOn?.kind === 'git');
  await played.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
}

async function askForChanges(played: Played): Promise<void> {
  await reachDecision(played);
  await say(played, 'request-changes');
  await played.until((s) => s.task?.id === 'selection');
  const selection = { ...SELECTION, size: 'XS' } as const;
  await played.handle.executeUpdate(selectUpdate, { args: [{ person: 'dana', channel: 'api', selection }] });
  await played.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');
  await say(played, 'reject');
}

function failsOnce(): Activities['proposeChange'] {
  let failed = false;
  return async (input) => {
    if (failed) return happyActivities([]).proposeChange(input);
    failed = true;
    throw failure('Forbidden', 'Berth may not push to example/fleet');
  };
}

async function repair(played: Played): Promise<void> {
  await confirmAccounts(played);
  await played.until((s) => s.phase === 'needs-person');
  await played.handle.executeUpdate(repairUpdate, { args: [{ person: 'olga', channel: 'api', repair: 'retry' }] });
  await played.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');
  await say(played, 'reject');
}

/** One batch of mail, then a mailbox that refuses Berth; the reader goes on for ever. */
async function readMailbox(env: TestWorkflowEnvironment): Promise<History> {
  const batches = [{ handled: { started: 2 } }];
  const watchMailbox = async () => {
    const batch = batches.shift();
    if (!batch) throw failure('Configuration', 'The mailbox refuses the password');
    return batch;
  };
  return withWorkers(env, TASK_QUEUES.mailbox, { watchMailbox }, async (taskQueue) => {
    const options = { workflowId: 'mailbox:requests', taskQueue, args: ['requests'] };
    return untilTimer(await env.client.workflow.start(WORKFLOWS.mailbox, options));
  });
}

/** One merge, for a request that has ended meanwhile. */
async function mergeOne(env: TestWorkflowEnvironment): Promise<History> {
  const order = {
    reference: referenceOf('the story merged'),
    clusters: ['cluster-east-prod'],
    number: 7,
    headSha: 'a'.repeat(40),
    specHash: SPEC_HASH,
  };
  return withWorkers(env, TASK_QUEUES.githubWrite, {}, async (taskQueue) => {
    const handle = await env.client.workflow.signalWithStart(WORKFLOWS.repository, {
      workflowId: 'git:example.fleet',
      taskQueue,
      signal: queueMergeSignal,
      signalArgs: [order],
    });
    return untilTimer(handle);
  });
}

/** A batch of the record is written, and another entry waits for its time. */
async function keepRecord(env: TestWorkflowEnvironment): Promise<History> {
  const ids = Array.from({ length: 100 }, (_, n) => `id-${n}`);
  return withWorkers(env, TASK_QUEUES.githubWrite, {}, async () => {
    await enter(env, ...ids);
    await enter(env, 'later');
    return untilTimer(env.client.workflow.getHandle(AUDIT_WORKFLOW_ID));
  });
}

/** Two requests join, are tried again, and one of them leaves. */
async function retryIncident(env: TestWorkflowEnvironment): Promise<History> {
  const doors = createIncidentActivities({ client: env.client });
  const cause = { type: 'Forbidden', system: 'GitHub', words: 'berth may not push' };
  const times = { since: '2026-11-21T09:00:00.000Z', due: '2026-12-05T09:00:00.000Z' };
  const join = (reference: string) => {
    const member = { reference, project: 'payments', step: 'GIT_PR_CREATION', ...times } as const;
    return doors.joinIncident({ cause, problem: 'Berth may not push', member });
  };
  return withWorkers(env, TASK_QUEUES.books, {}, async () => {
    const [first, second] = ['first', 'second'].map((name) => referenceOf(`the story ${name} of an incident`));
    const { key } = await join(first ?? '');
    await join(second ?? '');
    const handle = env.client.workflow.getHandle(incidentWorkflowId(key));
    const olga = { person: 'olga', channel: 'api', reason: 'It may push again' };
    await handle.executeUpdate(retryAllUpdate, { args: [olga] });
    await eventually(async () => (await handle.query(incidentQuery)).retry?.taken === 2);
    await doors.leaveIncident({ key, reference: first ?? '' });
    await eventually(async () => (await handle.query(incidentQuery)).members.length === 1);
    const history = await handle.fetchHistory();
    await handle.terminate();
    return history;
  });
}
