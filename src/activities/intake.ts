import type { Config } from '../config.ts';
import { additionsOf } from '../domain/account-plan.ts';
import type { AccountPlan } from '../domain/accounts.ts';
import { addWorkingTime, type BusinessCalendar } from '../domain/calendar.ts';
import { addTime, type Duration, describeDuration, parseDuration } from '../domain/duration.ts';
import { ladderOf, rungsOf } from '../domain/escalation.ts';
import { type AuditorDeps, refuseAuditors } from '../intake/refuse-auditors.ts';
import { validateRequest } from '../intake/validate.ts';
import type { RemovalDeps } from '../intake/validate-removal.ts';
import { readWaitSettings, usable, type WaitSettings } from './calendars.ts';
import type { DueTimes, IntakeActivities, WaitName } from './contracts.ts';

export interface IntakeDeps extends RemovalDeps, AuditorDeps {
  readonly config: Pick<Config, 'waits' | 'accounts'>;
}

export function createIntakeActivities(deps: IntakeDeps): IntakeActivities {
  const settingsOf = readWaitSettings(deps.readFleet);
  return {
    async validateRequest(input) {
      const checked = await validateRequest(deps, input);
      const refused = checked.request ? await refuseAuditors(deps, checked.request) : [];
      return refused.length > 0 ? { problems: [...refused] } : checked;
    },

    async confirmsItself(plan) {
      const isNew = plan.people.some((person) => !person.exists);
      return deps.config.accounts.autoConfirm && !isNew && !opensStanding(plan);
    },

    async dueTimes({ kind, from, deadline: own, project }) {
      const { deadline, reminders } = deps.config.waits[kind];
      const settings = project === undefined ? undefined : await settingsOf(project);
      const times = usable(() => timesOf(settings?.calendar, from, own ?? deadline, reminders));
      const due = own === undefined ? times : beforeItsEnd(times);
      return settings ? { ...due, rungs: usable(() => rungsIn(settings, kind, from, due.deadline)) } : due;
    },
  };
}

const rungsIn = ({ calendar, escalation }: WaitSettings, kind: WaitName, from: string, deadline: string) =>
  rungsOf(ladderOf(escalation, kind), calendar, { from, deadline });

/** Naming a project's lead must not be enough to get into its groups: they hold rights in what stands. */
function opensStanding(plan: AccountPlan): boolean {
  return plan.madeBy !== undefined && additionsOf(plan).groups.some(({ members }) => members.length > 0);
}

type Reminding = Required<Omit<DueTimes, 'rungs'>>;

function timesOf(
  calendar: BusinessCalendar | undefined,
  from: string,
  deadline: string,
  reminders: readonly string[],
): Reminding {
  const after = reminders.map(parseDuration);
  const later = (duration: Duration) => {
    const start = Date.parse(from);
    return new Date(calendar ? addWorkingTime(calendar, start, duration) : addTime(start, duration)).toISOString();
  };
  return {
    reminders: after.map(later),
    deadline: later(parseDuration(deadline)),
    waited: after.map((duration) => describeDuration(duration, calendar ? 'working' : undefined)),
  };
}

/** A deadline of its own may come before the configured reminders. */
function beforeItsEnd({ reminders, deadline, waited }: Reminding): Reminding {
  const counts = reminders.map((time) => time < deadline);
  return { reminders: reminders.filter((_, n) => counts[n]), deadline, waited: waited.filter((_, n) => counts[n]) };
}
