/* What the fleet says about the times of waits: calendars, and who is told when nobody acts. */
import { type BusinessCalendar, CalendarError } from '../domain/calendar.ts';
import type { Escalation } from '../domain/escalation.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import { calendarOf, readOrganisation } from '../domain/fleet-settings.ts';
import { catalogueFailure } from './catalogue.ts';
import { failure } from './failures.ts';

/** Waits begin by the hundred when a crowd asks, and calendars change a few times a year. */
const KEPT_MS = 60_000;

export interface WaitSettings {
  /** Absent: every hour counts. */
  readonly calendar: BusinessCalendar | undefined;
  readonly escalation: Escalation;
}

/** Reads what counts for a project, by settings that are a minute old at most. Throws failures of the closed list. */
export function readWaitSettings(readFleet: () => Promise<FleetSnapshot>): (project: string) => Promise<WaitSettings> {
  let kept: { readonly until: number; readonly fleet: Promise<FleetSnapshot> } | undefined;
  const fleet = () => {
    if (!kept || kept.until < Date.now()) kept = { until: Date.now() + KEPT_MS, fleet: readFleet() };
    return kept.fleet;
  };
  return async (project) => {
    const reading = fleet();
    const snapshot = await reading.catch((error: unknown) => {
      // What failed is asked again by the next.
      if (kept?.fleet === reading) kept = undefined;
      throw catalogueFailure(error);
    });
    return usable(() => ({
      calendar: calendarOf(snapshot, project),
      escalation: readOrganisation(snapshot).escalation,
    }));
  };
}

/** Runs what reads or uses a calendar; a calendar that cannot be used is for operators to mend. */
export function usable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CalendarError)
      throw failure('Configuration', `The calendar cannot be used: ${error.message}.`);
    throw catalogueFailure(error);
  }
}
