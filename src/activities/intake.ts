import type { Config } from '../config.ts';
import { additionsOf } from '../domain/account-plan.ts';
import type { AccountPlan } from '../domain/accounts.ts';
import { validateRequest } from '../intake/validate.ts';
import type { RemovalDeps } from '../intake/validate-removal.ts';
import type { IntakeActivities } from './contracts.ts';

export interface IntakeDeps extends RemovalDeps {
  readonly config: Pick<Config, 'waits' | 'accounts'>;
}

export function createIntakeActivities(deps: IntakeDeps): IntakeActivities {
  return {
    validateRequest: (input) => validateRequest(deps, input),

    async confirmsItself(plan) {
      const isNew = plan.people.some((person) => !person.exists);
      return deps.config.accounts.autoConfirm && !isNew && !opensStanding(plan);
    },

    async dueTimes({ kind, from, deadline: own }) {
      const { deadline, reminders } = deps.config.waits[kind];
      const end = later(from, own ?? deadline);
      const before = reminders.map((after) => later(from, after)).filter((time) => own === undefined || time < end);
      return { reminders: before, deadline: end };
    },
  };
}

/** Naming a project's lead must not be enough to get into its groups: they hold rights in what stands. */
function opensStanding(plan: AccountPlan): boolean {
  return plan.madeBy !== undefined && additionsOf(plan).groups.some(({ members }) => members.length > 0);
}

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `from` plus a duration of the configuration, such as `2h`; ISO 8601. */
function later(from: string, duration: string): string {
  const unit = UNIT_MS[duration.slice(-1) as keyof typeof UNIT_MS];
  return new Date(Date.parse(from) + Number.parseInt(duration, 10) * unit).toISOString();
}
