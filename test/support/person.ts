import { randomBytes, randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../../src/activities/contracts.ts';
import type { Absence } from '../../src/domain/absence.ts';
import type { Nudge } from '../../src/domain/digest.ts';
import { personWorkflowId } from '../../src/domain/naming.ts';
import { absenceSignal, nudgeSignal, WORKFLOWS } from '../../src/workflows/messages.ts';
import { happyActivities } from './scripted-activities.ts';
import { workflowCode } from './temporal.ts';

/** A window that begins and ends so many milliseconds after `from`. */
export function absenceFrom(from: number, begins: number, ends: number, delegate: string | null = null): Absence {
  const iso = (ms: number) => new Date(from + ms).toISOString();
  return { id: randomUUID(), from: iso(begins), until: iso(ends), delegate, by: 'lee', at: iso(0) };
}

export const nudgeOf = (reference: string, change: Partial<Nudge> = {}): Nudge => ({
  reference,
  project: 'payments',
  since: '2026-11-23T09:00:00.000Z',
  ...change,
});

/** What somebody's workflow is told; the first word starts it. */
export interface ToldPerson {
  away(absence: Absence): Promise<void>;
  nudge(nudge: Nudge): Promise<void>;
  readonly handle: WorkflowHandle;
}

/** Lets `play` act on lee's workflow; the worker ends with `play`. */
export async function withPerson(
  env: TestWorkflowEnvironment,
  activities: Partial<Activities>,
  play: (lee: ToldPerson) => Promise<void>,
): Promise<void> {
  const taskQueue = `berth-${randomBytes(4).toString('hex')}`;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    ...workflowCode(),
    taskQueue,
    activities: happyActivities([], activities),
  });
  await worker.runUntil(() => play(personOf(env, taskQueue)));
}

/** Lee's workflow, in the queue of whoever works for it. */
export function personOf({ client: { workflow } }: TestWorkflowEnvironment, taskQueue: string): ToldPerson {
  const workflowId = personWorkflowId('lee');
  const start = { workflowId, taskQueue, args: ['lee'] };
  return {
    away: async (absence) => {
      await workflow.signalWithStart(WORKFLOWS.person, { ...start, signal: absenceSignal, signalArgs: [absence] });
    },
    nudge: async (nudge) => {
      await workflow.signalWithStart(WORKFLOWS.person, { ...start, signal: nudgeSignal, signalArgs: [nudge] });
    },
    handle: workflow.getHandle(workflowId),
  };
}
