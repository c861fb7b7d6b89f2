import type { OpenQuestion } from '../../../src/domain/decision-facts.ts';

/** One fact as it was shown, and as it is now; undefined where there is none. */
export interface FactChange {
  readonly name: string;
  readonly before: string | undefined;
  readonly now: string | undefined;
}

/** Whether a decision about what was shown would be about something else by now. */
export const isOther = (seen: OpenQuestion, now: OpenQuestion): boolean =>
  seen.specHash !== now.specHash || seen.stage.name !== now.stage.name || changesBetween(seen, now).length > 0;

/** What has changed since it was shown; how far the stage is does not count, for nobody decides about that. */
export function changesBetween(seen: OpenQuestion, now: OpenQuestion): FactChange[] {
  const [before, after] = [new Map(seen.facts), new Map(now.facts)];
  const names = [...new Set([...after.keys(), ...before.keys()])];
  return names
    .map((name) => ({ name, before: before.get(name), now: after.get(name) }))
    .filter((fact) => fact.before !== fact.now);
}
