import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Fleet, isGithubRefusal, MAIN } from '../../clients/github-fleet.ts';

export type ListedPull = RestEndpointMethodTypes['pulls']['list']['response']['data'][number];
export type Pull = RestEndpointMethodTypes['pulls']['get']['response']['data'];

/** Our pull request from this branch: the open one, else the newest. */
export async function findPull(fleet: Fleet, branch: string): Promise<ListedPull | undefined> {
  const head = `${fleet.at.owner}:${branch}`;
  const { data } = await fleet.rest.pulls.list({ ...fleet.at, head, base: MAIN, state: 'all', per_page: 100 });
  return data.find(({ state }) => state === 'open') ?? data[0];
}

export async function getPull(fleet: Fleet, number: number): Promise<Pull> {
  return (await fleet.rest.pulls.get({ ...fleet.at, pull_number: number })).data;
}

/** Deletes a branch; true when it was there. */
export async function removeBranch(fleet: Fleet, branch: string): Promise<boolean> {
  try {
    await fleet.rest.git.deleteRef({ ...fleet.at, ref: `heads/${branch}` });
    return true;
  } catch (error) {
    if (isGithubRefusal(error) && (error.status === 422 || error.status === 404)) return false;
    throw error;
  }
}
