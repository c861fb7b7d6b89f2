/** One thing that is left. */
export interface Orphan {
  readonly what: string;
  /** Whose request is over, and what to do. */
  readonly detail: string;
}
