import type { Octokit } from '@octokit/rest';
import type { Github } from '../../clients/github.ts';
import type { Config } from '../../config.ts';
import type { RenderedFile } from '../../domain/change.ts';
import type { PlannedRequest } from '../contracts.ts';
import { failure } from '../failures.ts';
import { isGithubRefusal } from './errors.ts';

/** What a pull request shows and holds. */
export interface RenderedChange {
  readonly files: readonly RenderedFile[];
  readonly title: string;
  readonly body: string;
}

export interface RepositoryDeps {
  readonly config: Pick<Config, 'github'>;
  readonly github: Github;
  /** Renders again at `plan.baseSha`; the same input always gives the same. */
  readonly render: (input: PlannedRequest) => Promise<RenderedChange>;
}

/** The fleet repository, ready to be asked. */
export interface Fleet {
  readonly rest: Octokit['rest'];
  readonly paginate: Octokit['paginate'];
  readonly at: { readonly owner: string; readonly repo: string };
}

/** The branch everything is merged into. */
export const MAIN = 'main';

/** @throws Configuration when the App's key cannot be used at all. */
export async function openFleet(github: Github): Promise<Fleet> {
  const { rest, paginate } = await github.octokit().catch((error: unknown) => {
    if (isGithubRefusal(error)) throw error;
    throw failure('Configuration', 'The key in github.privateKeyFile cannot be used to sign.', { cause: error });
  });
  return { rest, paginate, at: { owner: github.owner, repo: github.repo } };
}
