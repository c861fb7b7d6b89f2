import type { Clusters } from '../kubernetes-access.ts';

export interface ClusterDeps {
  readonly clusters: Clusters;
  /** Git id of the fleet's folder at a commit; null when it is not there. */
  readonly treeAt: (sha: string, path: string) => Promise<string | null>;
  /** True when `commit` is `sha` itself or one of its ancestors. */
  readonly contains: (sha: string, commit: string) => Promise<boolean>;
}
