import type { Client } from '@temporalio/client';
import { isProvenAbsence } from '../../auth/absence-tokens.ts';
import type { Config } from '../../config.ts';
import type { BusinessCalendar } from '../../domain/calendar.ts';
import { nextWorkingDay, nextWorkingMoment } from '../../domain/calendar.ts';
import { addTime } from '../../domain/duration.ts';
import type { FleetSnapshot } from '../../domain/fleet.ts';
import { personWorkflowId } from '../../domain/naming.ts';
import { nudgeSignal, TASK_QUEUES, WORKFLOWS } from '../../workflows/messages.ts';
import { readWaitSettings, usable } from '../calendars.ts';
import type { PersonActivities } from '../contracts.ts';
import { createDigest, type DigestDeps } from './digest.ts';
import { tellStaffing } from './staffing.ts';
import { findTold, type ToldDeps } from './told.ts';

export interface PersonDeps extends DigestDeps, ToldDeps {
  readonly config: DigestDeps['config'] & Pick<Config, 'auth'>;
  readonly client: Client;
  /** The fleet's settings at the head of its main branch. Throws failures of the closed list. */
  readonly readFleet: () => Promise<FleetSnapshot>;
}

/** What is asked about people: who of the requests waits for them, and how they are reminded. */
export function createPersonActivities(deps: PersonDeps): PersonActivities {
  const settingsOf = readWaitSettings(deps.readFleet);
  return {
    areProven: ({ person, absences }) =>
      Promise.all(absences.map((absence) => isProvenAbsence(deps.config.auth.decisionKey, person, absence))),
    tellStaffing: (input) => tellStaffing(deps.client, input),
    async nudge({ person, nudge }) {
      await deps.client.workflow.signalWithStart(WORKFLOWS.person, {
        workflowId: personWorkflowId(person),
        taskQueue: TASK_QUEUES.main,
        args: [person],
        signal: nudgeSignal,
        signalArgs: [nudge],
        staticSummary: `Absences and reminders of ${person}`,
      });
    },
    async digestTimes({ project, from }) {
      const { calendar } = await settingsOf(project);
      return usable(() => timesOf(calendar, Date.parse(from)));
    },
    findTold: (input) => findTold(deps, input),
    sendDigest: createDigest(deps),
  };
}

function timesOf(calendar: BusinessCalendar | undefined, from: number): { opens: string; nextDay: string } {
  const opens = calendar ? nextWorkingMoment(calendar, from) : from;
  const nextDay = calendar ? nextWorkingDay(calendar, from) : addTime(from, { amount: 1, unit: 'd' });
  return { opens: new Date(opens).toISOString(), nextDay: new Date(nextDay).toISOString() };
}
