/** A rule, as GitHub has it. */
export interface Rule {
  readonly type: 'required_status_checks' | 'deletion' | 'non_fast_forward';
  readonly parameters?: {
    readonly required_status_checks: readonly { readonly context: string; readonly integration_id?: number }[];
    readonly strict_required_status_checks_policy: boolean;
  };
}

export interface Ruleset {
  readonly id: number;
  name: string;
  enforcement: 'active' | 'disabled' | 'evaluate';
  bypassActors: readonly unknown[];
  /** Branches by whole names. */
  branches: readonly string[];
  rules: readonly Rule[];
  readonly createdAt: string;
}
