/** One change of a plan, as it is compared: two are the same when their digests are. */
export interface InfrastructureChange {
  /** For instance `kubernetes_namespace.payments-prod`. */
  readonly address: string;
  /** `create`, `update`, `delete`; both of the last and the first where something is replaced. */
  readonly actions: readonly string[];
  /** Over address, actions and every changed value that is known before the apply: `sha256:…`. */
  readonly digest: string;
}

/** What OpenTofu would change on one placement; without values, which may be large or secret. */
export interface InfrastructurePlan {
  /** Over all changes: `sha256:…`. */
  readonly digest: string;
  /** By address. */
  readonly changes: readonly InfrastructureChange[];
}

/** For people: `9 to create, 1 to delete`. */
export function countChanges({ changes }: InfrastructurePlan): string {
  const counts = new Map<string, number>();
  for (const { actions } of changes) {
    const what = actions.length > 1 ? 'replace' : (actions[0] ?? '');
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => `${count} to ${what}`).join(', ') || 'no changes';
}

/** For people: what changes, at most the first ten. */
export function listChanges({ changes }: InfrastructurePlan): string {
  const shown = changes.slice(0, 10).map(({ address, actions }) => `${address} (${actions.join(', ')})`);
  const more = changes.length > shown.length ? [`${changes.length - shown.length} more`] : [];
  return [...shown, ...more].join('; ') || 'nothing';
}

/**
 * True when all that the plan changes stands in one of the approved plans. Less than was approved may pass: an apply
 * that was cut off leaves the rest of itself to do.
 */
export function isApproved(plan: InfrastructurePlan, approved: readonly InfrastructurePlan[]): boolean {
  return approved.some((one) => {
    const digests = new Set(one.changes.map(({ digest }) => digest));
    return plan.changes.every(({ digest }) => digests.has(digest));
  });
}
