import { additionsOf } from '../../../src/domain/account-plan.ts';
import { type AccountPlan, type PlannedPerson, PROJECT_ROLES, type ProjectRole } from '../../../src/domain/accounts.ts';

/** A person of a plan as the form has them: with their roles, whoever is in which group. */
export interface AccountRow {
  /** Of this row, whatever is written into it. */
  readonly key: string;
  readonly mail: string;
  readonly id: string;
  readonly name: string;
  readonly exists: boolean;
  /** Empty: none is known. */
  readonly githubLogin: string;
  readonly roles: readonly ProjectRole[];
}

/** The plan as rows, in its order: problems name people by their place in it. */
export const rowsOf = ({ people, groups }: AccountPlan): AccountRow[] =>
  people.map(({ githubLogin = '', ...person }, place) => ({
    ...person,
    key: `${place}`,
    githubLogin,
    roles: groups.filter(({ members }) => members.includes(person.id)).map(({ role }) => role),
  }));

/** The plan that the rows describe; whatever they say nothing of stays as it was proposed. */
export function planOf(rows: readonly AccountRow[], proposed: AccountPlan): AccountPlan {
  const groups = proposed.groups.map((group) => ({
    ...group,
    members: rows.filter(({ roles }) => roles.includes(group.role)).map(({ id }) => id.trim()),
  }));
  return { ...proposed, people: rows.map(personOf), groups };
}

function personOf({ mail, id, name, exists, githubLogin }: AccountRow): PlannedPerson {
  const login = githubLogin.trim();
  return { mail: mail.trim(), id: id.trim(), name: name.trim(), exists, ...(login ? { githubLogin: login } : {}) };
}

export const changeRow = (rows: readonly AccountRow[], at: number, change: Partial<AccountRow>): AccountRow[] =>
  rows.map((row, place) => (place === at ? { ...row, ...change } : row));

export const withoutRow = (rows: readonly AccountRow[], at: number): AccountRow[] =>
  rows.filter((_, place) => place !== at);

/** With somebody more, who develops unless said otherwise. */
export function withNewRow(rows: readonly AccountRow[]): AccountRow[] {
  const key = `new-${Math.max(0, ...rows.map((row) => Number(row.key.replace('new-', '')) + 1))}`;
  return [...rows, { key, mail: '', id: '', name: '', exists: false, githubLogin: '', roles: ['developers'] }];
}

/** What will be made in the directory and on GitHub, and what is left as it is. */
export interface WillMake {
  readonly accounts: readonly PlannedPerson[];
  readonly groups: readonly { readonly name: string; readonly isNew: boolean; readonly added: readonly string[] }[];
  /** GitHub logins that come into the project's team, which is its developers'. */
  readonly team: readonly string[];
  /** Developers who come into no team, since no login is known. */
  readonly withoutLogin: readonly string[];
}

export function willMake(plan: AccountPlan): WillMake {
  const { people, groups } = additionsOf(plan);
  const developing = groups.find(({ role }) => role === 'developers')?.members ?? [];
  const developers = plan.people.filter(({ id }) => developing.includes(id));
  return {
    accounts: people.filter(({ exists }) => !exists),
    groups: groups
      .map(({ name, members, existing }) => ({ name, isNew: existing === undefined, added: members }))
      .filter(({ isNew, added }) => isNew || added.length > 0),
    team: developers.flatMap(({ githubLogin }) => githubLogin ?? []),
    withoutLogin: developers.filter(({ githubLogin }) => !githubLogin).map(({ name, id }) => name || id),
  };
}

/** Roles that somebody has had before this request: they keep them, whatever the plan says. */
export const rolesBefore = ({ groups }: AccountPlan, id: string): ProjectRole[] =>
  PROJECT_ROLES.filter((role) => groups.some((group) => group.role === role && group.existing?.includes(id)));
