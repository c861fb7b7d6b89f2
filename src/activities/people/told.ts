import { openAbsence, type PersonAbsences } from '../../domain/absence.ts';
import type { PersonActivities } from '../contracts.ts';

type FindTold = PersonActivities['findTold'];
type Told = Awaited<ReturnType<FindTold>>;

export interface ToldDeps {
  /** Directory id of somebody's manager, by the directory; null without one who has an enabled account. */
  managerOf(person: string): Promise<string | null>;
  /** Ids of the enabled people in a group, nested ones too. */
  membersOf(group: string): Promise<readonly string[]>;
  readonly absencesOf: PersonAbsences;
}

/** Whom a rung reaches. Whoever is waited for, or away, is told nothing; where nobody is left operators are. */
export async function findTold(deps: ToldDeps, { tell, who }: Parameters<FindTold>[0]): Promise<Told> {
  const people = new Set<string>();
  const unreached: string[] = [];
  for (const audience of tell.filter((one) => one !== 'platform-operator')) {
    const found = await present(deps, await peopleIn(deps, audience, who), who);
    if (found.length === 0) unreached.push(audience);
    for (const person of found) people.add(person);
  }
  const operators = tell.includes('platform-operator') || unreached.length > 0;
  return { people: [...people].toSorted(), operators, unreached };
}

async function peopleIn(deps: ToldDeps, audience: string, who: readonly string[]): Promise<readonly string[]> {
  if (audience.startsWith('group:')) return deps.membersOf(audience.slice('group:'.length));
  // Queues and systems have no manager.
  const waitedFor = who.filter((id) => !id.includes(':'));
  const managers = await Promise.all(waitedFor.map((id) => deps.managerOf(id)));
  return managers.filter((id) => id !== null);
}

async function present({ absencesOf }: ToldDeps, people: readonly string[], who: readonly string[]): Promise<string[]> {
  const others = [...new Set(people)].filter((id) => !who.includes(id));
  const absences = await absencesOf(others);
  return others.filter((id) => !openAbsence(absences.get(id) ?? [], Date.now()));
}
