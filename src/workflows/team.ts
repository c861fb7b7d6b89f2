/* The project's team on GitHub: kept beside the main line, since invitations may stay pending for days. */

import type { AccountPlan } from '../domain/accounts.ts';
import { hasName } from '../domain/same-name.ts';
import { failureOf } from './failure-of.ts';
import { directory, repository, repositoryReads } from './gateways.ts';
import { pastLimits, patiently } from './insist.ts';
import type { Lifecycle } from './lifecycle.ts';
import { beside } from './notify.ts';
import { transition } from './transitions.ts';

/** Puts the developers of the plan into the team. */
export function keepTeam(life: Lifecycle, plan: AccountPlan): void {
  const { team } = life;
  team.done = team.done.then(() => keep(life, plan));
  beside(life, team.done);
}

async function keep(life: Lifecycle, plan: AccountPlan): Promise<void> {
  const { team, input } = life;
  const { project, madeBy } = plan;
  try {
    if (madeBy !== undefined) team.found ??= await repositoryReads.readTeam({ project });
    const logins = developersOf(plan);
    const fresh = logins.filter((login) => !hasName(team.found ?? [], login));
    team.added = [...new Set([...team.added, ...fresh])];
    const order = { reference: input.reference, project, logins };
    await pastLimits(() => repository.ensureTeam(madeBy === undefined ? order : { ...order, madeBy }));
  } catch (error) {
    transition(life, {}, `The GitHub team is not kept: ${failureOf(error).message}`);
  }
}

function developersOf({ groups, people }: AccountPlan): string[] {
  const ids = groups.find((group) => group.role === 'developers')?.members ?? [];
  return people.flatMap(({ id, githubLogin }) => (githubLogin !== undefined && hasName(ids, id) ? [githubLogin] : []));
}

/** Undo: the team, if this request made it and no later one needs it; else whom it put in. Runs after the accounts' undo. */
export async function takeBackTeam(life: Lifecycle, { project }: AccountPlan): Promise<string[]> {
  const { reference } = life.input;
  await life.team.done;
  const uses = await patiently(life, 'the directory', () => directory.findProjectUsers({ project }));
  const neededBy = uses.filter((other) => other !== reference);
  const order = { reference, project, added: life.team.added, neededBy };
  return patiently(life, 'GitHub', () => repository.retireTeam(order));
}
