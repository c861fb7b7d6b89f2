/** Directories, and GitHub for its logins, compare names without regard to case. */
export const fold = (name: string): string => name.toLowerCase();

export const isSameName = (a: string, b: string): boolean => fold(a) === fold(b);

/** Whether one of these ids, logins or names of groups is this one. */
export const hasName = (names: readonly string[], name: string): boolean =>
  names.some((other) => isSameName(other, name));
