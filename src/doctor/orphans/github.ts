import { githubError } from '../../clients/github-errors.ts';
import { type Fleet, MAIN } from '../../clients/github-fleet.ts';
import { branchesFrom } from '../../clients/github-tree.ts';
import { branchName } from '../../domain/naming.ts';
import type { Orphan } from './orphan.ts';
import type { Requests } from './requests.ts';

/** Also of the branches by which Berth takes back or removes on its own. */
const OURS = /^berth\/(BR-[0-9A-Z]{10})(-undo|-flux|-files)?$/;

/** Branches and open pull requests are for a request that goes on; when it ends, both have served. */
export async function orphansOnGithub(fleet: Fleet, requests: Requests): Promise<Orphan[]> {
  const pulls = await openPulls(fleet);
  const orphans: Orphan[] = [];
  for (const branch of await ask(() => branchesFrom(fleet, branchName('')))) {
    const reference = OURS.exec(branch)?.[1];
    const state = reference === undefined ? undefined : await requests.stateOf(reference);
    if (!state || state.goesOn) continue;
    const pull = pulls.get(branch);
    const remove = `delete it: git push origin --delete ${branch}`;
    orphans.push(
      pull === undefined
        ? { what: `branch ${branch}`, detail: `${state.words}: ${remove}` }
        : { what: `pull request #${pull} and branch ${branch}`, detail: `${state.words}: close it, then ${remove}` },
    );
  }
  return orphans;
}

/** Branch to number. */
async function openPulls(fleet: Fleet): Promise<Map<string, number>> {
  const query = { ...fleet.at, state: 'open', base: MAIN, per_page: 100 } as const;
  const pulls = await ask(() => fleet.paginate(fleet.rest.pulls.list, query));
  return new Map(pulls.map(({ head, number }) => [head.ref, number]));
}

async function ask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw githubError(error, 'list branches and pull requests');
  }
}
