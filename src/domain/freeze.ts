/* Freezes: windows in which nothing is merged and nothing applied on a cluster, or on any. */

/** What a freeze holds: one cluster by its name, or `all` of them. */
export type FreezeTarget = string;

export interface FreezeWindow {
  readonly target: FreezeTarget;
  /** ISO 8601. */
  readonly until: string;
  readonly reason: string;
  /** Directory id of whoever froze. */
  readonly by: string;
  /** ISO 8601. */
  readonly since: string;
}

/** The window that holds work on these clusters longest; undefined when none does. */
export function holdingWindow(
  windows: readonly FreezeWindow[],
  clusters: readonly string[],
  now: number,
): FreezeWindow | undefined {
  const holding = windows.filter(
    ({ target, until }) => Date.parse(until) > now && (target === 'all' || clusters.includes(target)),
  );
  return holding.toSorted((a, b) => Date.parse(b.until) - Date.parse(a.until))[0];
}

/** With this window; one of the same target is replaced. */
export function withWindow(windows: readonly FreezeWindow[], window: FreezeWindow): FreezeWindow[] {
  return [...windows.filter(({ target }) => target !== window.target), window];
}

/** Those that have not ended. */
export const openWindows = (windows: readonly FreezeWindow[], now: number): FreezeWindow[] =>
  windows.filter(({ until }) => Date.parse(until) > now);

/** Whether both say the same to whoever is held. */
export const isSameWindow = (a: FreezeWindow | undefined, b: FreezeWindow | undefined): boolean =>
  a?.target === b?.target && a?.until === b?.until && a?.since === b?.since;
