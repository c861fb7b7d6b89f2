import type { Github } from '../../clients/github.ts';
import type { Config } from '../../config.ts';
import type { RenderedFile } from '../../domain/change.ts';
import type { PlannedRequest } from '../contracts.ts';

/** What a pull request shows and holds. */
export interface RenderedChange {
  readonly files: readonly RenderedFile[];
  /** Paths that go. */
  readonly removed?: readonly string[];
  readonly title: string;
  readonly body: string;
}

export interface RepositoryDeps {
  readonly config: Pick<Config, 'github'>;
  readonly github: Github;
  /** Renders again at `plan.baseSha`; the same input always gives the same. */
  readonly render: (input: PlannedRequest) => Promise<RenderedChange>;
}
