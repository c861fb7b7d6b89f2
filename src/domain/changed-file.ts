/** A file that a pull request changes. */
export interface ChangedFile {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Unified diff, without the lines that name the file; absent where GitHub shows none, since it is too large. */
  readonly patch?: string;
}
