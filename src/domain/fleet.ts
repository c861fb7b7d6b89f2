/** Files of the fleet repository at one commit; everything that decides paths, prices and hashes. */
export interface FleetSnapshot {
  readonly sha: string;
  /** Path to content, UTF-8. */
  readonly files: ReadonlyMap<string, string>;
}

/** Holidays of people, as iCalendar. */
export const HOLIDAY_FILE = /^calendars\/[\w-][\w.-]*\.ics$/;

/**
 * Files of the fleet that decide what is rendered, and by which it is checked. What environments are made of is left out:
 * thousands of files, of which their records say what matters.
 */
const SETTINGS = [
  /^organisation\.yaml$/,
  /^(projects|prices|environments)\//,
  HOLIDAY_FILE,
  /^clusters\/[^/]+\/((profile|tenant-role)\.yaml|schemas\/[^/]+)$/,
];

export const isFleetSetting = (path: string): boolean => SETTINGS.some((pattern) => pattern.test(path));
