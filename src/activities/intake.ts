import type { Config } from '../config.ts';
import type { Person } from '../domain/request.ts';
import { validateRequest } from '../intake/validate.ts';
import type { IntakeActivities } from './contracts.ts';

export interface IntakeDeps {
  readonly config: Pick<Config, 'waits' | 'accounts'>;
  findPerson(by: { mail: string }): Promise<Person | null>;
}

export function createIntakeActivities(deps: IntakeDeps): IntakeActivities {
  return {
    validateRequest: (input) => validateRequest(deps, input),

    async confirmsItself({ people }) {
      return deps.config.accounts.autoConfirm && people.every((person) => person.exists);
    },

    async dueTimes({ kind, from }) {
      const { deadline, reminders } = deps.config.waits[kind];
      return { reminders: reminders.map((after) => later(from, after)), deadline: later(from, deadline) };
    },
  };
}

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `from` plus a duration of the configuration, such as `2h`; ISO 8601. */
function later(from: string, duration: string): string {
  const unit = UNIT_MS[duration.slice(-1) as keyof typeof UNIT_MS];
  return new Date(Date.parse(from) + Number.parseInt(duration, 10) * unit).toISOString();
}
