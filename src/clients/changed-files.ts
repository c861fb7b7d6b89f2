import type { ChangedFile } from '../domain/changed-file.ts';
import type { Github } from './github.ts';
import { githubError } from './github-errors.ts';
import { openFleet } from './github-tree.ts';

/** The files that a pull request of the fleet changes, each with what changes in it. Throws ClientError. */
export type ReadChangedFiles = (pullRequest: number) => Promise<readonly ChangedFile[]>;

const CHANGES: Readonly<Record<string, ChangedFile['change']>> = { added: 'added', removed: 'removed' };

export function createChangedFiles(github: Github): ReadChangedFiles {
  return async (pullRequest) => {
    try {
      const { paginate, rest, at } = await openFleet(github);
      const files = await paginate(rest.pulls.listFiles, { ...at, pull_number: pullRequest, per_page: 100 });
      return files.map(({ filename, status, patch }) => ({
        path: filename,
        change: CHANGES[status] ?? 'changed',
        ...(patch === undefined ? {} : { patch }),
      }));
    } catch (error) {
      throw githubError(error, 'show what the pull request changes');
    }
  };
}
