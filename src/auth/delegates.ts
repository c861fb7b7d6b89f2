/*
 * Who may sit on whose seat while somebody is away. A delegation that does not hold for a request is as if it were not
 * there: its person is waited for, and nobody decides in their place.
 */
import { type Absence, openAbsence, openDelegation, type PersonAbsences } from '../domain/absence.ts';
import type { ApprovalStage, Delegate } from '../domain/approval.ts';
import { namesOf } from '../domain/decision-rules.ts';
import type { Person } from '../domain/request.ts';
import { fold, hasName } from '../domain/same-name.ts';
import type { ApproverDeps } from './approvers.ts';

/** What telling who stands in needs beside the directory. */
export interface DelegateDeps extends ApproverDeps {
  readonly absencesOf: PersonAbsences;
}

/** The request that it is told for. */
interface Concerned {
  /** Folded names of all who are involved in it, under every name they are known by. */
  readonly involved: ReadonlySet<string>;
  /** The moment, in milliseconds. */
  readonly now: number;
}

/**
 * Who stands in for the people of a stage, where it lets them. Whoever has a seat in it decides on that one alone, and
 * whoever is away stands in for nobody.
 */
export async function delegatesIn(
  deps: DelegateDeps,
  { mayDelegate, approvers }: Pick<ApprovalStage, 'mayDelegate' | 'approvers'>,
  about: Concerned,
): Promise<Delegate[]> {
  if (!mayDelegate) return [];
  const absences = await deps.absencesOf(approvers);
  const found = await Promise.all(approvers.map((seat) => delegateFor(deps, seat, absences.get(seat) ?? [], about)));
  return found.flatMap((delegate) => (delegate && !approvers.includes(delegate.person) ? [delegate] : []));
}

async function delegateFor(
  deps: DelegateDeps,
  seat: string,
  absences: readonly Absence[],
  { involved, now }: Concerned,
): Promise<Delegate | undefined> {
  const window = openDelegation(seat, absences, now);
  // Nobody chooses who decides about what they have asked for.
  if (!window || involved.has(fold(window.by))) return undefined;
  const [holder, person] = await Promise.all([
    deps.findPerson({ id: seat }),
    whoMayStandIn(deps, window.delegate, involved),
  ]);
  if (!holder || holder.sharesWith || !person) return undefined;
  const own = (await deps.absencesOf([person.id])).get(person.id) ?? [];
  if (openAbsence(own, now)) return undefined;
  return { person: person.id, for: seat, until: window.until };
}

/** Whoever is called so, when they may decide about the request for somebody else. */
async function whoMayStandIn(
  deps: ApproverDeps,
  id: string,
  involved: ReadonlySet<string>,
): Promise<Person | undefined> {
  const person = await deps.findPerson({ id });
  if (!person || person.sharesWith || namesOf(person).some((name) => involved.has(name))) return undefined;
  const auditors = await deps.membersOf(deps.groups.auditors);
  return hasName(auditors, person.id) ? undefined : person;
}

/** Of those who have decided for somebody: who may not any more, since they have left, or are involved by now. */
export async function barredOf(
  deps: ApproverDeps,
  people: readonly string[],
  involved: ReadonlySet<string>,
): Promise<string[]> {
  const found = await Promise.all(people.map((id) => whoMayStandIn(deps, id, involved)));
  return people.filter((_, i) => !found[i]);
}
