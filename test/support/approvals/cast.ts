/*
 * The people of the generated attempts, and a directory that knows them as the real one would: without case, by every
 * name, and with whom a name is shared. Who is who in truth is written here by hand.
 */
import type { Absence } from '../../../src/domain/absence.ts';
import type { Person } from '../../../src/domain/request.ts';

export interface Actor {
  readonly id: string;
  readonly mail: string;
  /** Another address of theirs. */
  readonly alias: string;
  readonly login: string;
}

const actor = (id: string): Actor => ({
  id,
  mail: `${id.toLowerCase()}@example.test`,
  alias: `${id.toLowerCase()}.lane@example.test`,
  login: `${id}-Hub`,
});

/** They ask, edit and decide. */
export const REGULARS = ['ann', 'Ben', 'cat', 'dov', 'Eve', 'fay', 'gus', 'hal', 'ida', 'jon'].map(actor);
/** Two accounts of one human, who took one address along. */
export const TWINS = [actor('max'), { ...actor('max-adm'), alias: 'max.lane@example.test' }];
export const AUDITOR = actor('ada');
/** The directory knows nothing of these. */
export const OUTSIDERS = [actor('mallory'), actor('zed')];

const IN_DIRECTORY = [...REGULARS, ...TWINS, AUDITOR];

export const PROJECT = 'payments';
export const COST_CENTRE = 'CC-1042';

/** Names of the groups of each role, as the organisation writes them. */
export const GROUPS = {
  'project-lead': 'berth-payments-leads',
  'cost-centre-owner': 'berth-cc-1042-owners',
  'platform-operator': 'Berth-Operators',
  security: 'berth-security',
  support: 'berth-support',
  'group:berth-dba': 'berth-dba',
} as const;
export type GeneratedRole = keyof typeof GROUPS;
export const GENERATED_ROLES = Object.keys(GROUPS) as GeneratedRole[];
const AUDITORS = 'berth-auditors';

/** Somebody is away, or was, or will be; the last one that was entered says how it is. */
export interface Leave {
  readonly who: string;
  readonly when: 'past' | 'now' | 'later';
  /** Whoever stands in; null: nobody. */
  readonly delegate: string | null;
  /** As it is written. */
  readonly spelled: string | null;
  readonly by: string;
}

const HOUR_MS = 3_600_000;
const WINDOWS = { past: [-2, -1], now: [-1, 1], later: [1, 2] } as const;

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Who is in which group now, whose account is disabled, and who is away. Everything else of the directory stands still. */
export class Directory {
  readonly members = new Map<GeneratedRole, Set<string>>(GENERATED_ROLES.map((role) => [role, new Set()]));
  readonly disabled = new Set<string>();
  leaves: readonly Leave[] = [];

  /** What of the configuration names groups. */
  readonly groups = {
    support: GROUPS.support,
    operators: GROUPS['platform-operator'],
    security: GROUPS.security,
    auditors: AUDITORS,
  };

  readonly membersOf = async (group: string): Promise<readonly string[]> => {
    if (same(group, AUDITORS)) return [AUDITOR.id];
    const role = GENERATED_ROLES.find((one) => same(GROUPS[one], group));
    return this.enabled([...(role ? (this.members.get(role) ?? []) : [])]);
  };

  readonly absencesOf = async (ids: readonly string[]): Promise<ReadonlyMap<string, readonly Absence[]>> =>
    new Map(ids.map((id) => [id, this.leaves.flatMap((leave, n) => (leave.who === id ? [asAbsence(leave, n)] : []))]));

  readonly groupsOf = async (id: string): Promise<readonly string[]> =>
    GENERATED_ROLES.filter((role) => this.members.get(role)?.has(id)).map((role) => GROUPS[role]);

  /** As `lookUpDecider` of the real directory: the first who answers, and with whom they share a name. */
  readonly findDecider = async (by: {
    readonly mail?: string;
    readonly id?: string;
    readonly githubLogin?: string;
  }): Promise<(Person & { readonly sharesWith?: readonly string[] }) | null> => {
    const found = this.findActor(by);
    if (!found) return null;
    const twins = TWINS.filter(({ id }) => TWINS.includes(found) && id !== found.id).map(({ id }) => id);
    const person = { id: found.id, name: found.id, mail: found.mail, githubLogin: found.login };
    return { ...person, ...(twins.length > 0 ? { sharesWith: twins } : {}) };
  };

  private findActor(by: { mail?: string; id?: string; githubLogin?: string }): Actor | undefined {
    return IN_DIRECTORY.filter(({ id }) => !this.disabled.has(id)).find(({ id, mail, alias, login }) => {
      if (by.mail !== undefined) return same(mail, by.mail) || same(alias, by.mail);
      if (by.id !== undefined) return same(id, by.id);
      return by.githubLogin !== undefined && same(login, by.githubLogin);
    });
  }

  private enabled(ids: readonly string[]): string[] {
    return ids.filter((id) => !this.disabled.has(id));
  }
}

function asAbsence({ when, spelled, by }: Leave, n: number): Absence {
  const time = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
  const [from, until] = WINDOWS[when];
  const at = new Date(Date.now() - HOUR_MS * 10 + n).toISOString();
  return { id: `absence-${n}`, from: time(from), until: time(until), delegate: spelled, by, at };
}
