import { createHash } from 'node:crypto';
import { InfrastructureError } from './error.ts';

/** One change of a plan that is more than reading. */
export interface PlannedChange {
  readonly address: string;
  readonly actions: readonly string[];
  /** Values after the change, without those known only after the apply. */
  readonly known: unknown;
}

interface ShownPlan {
  readonly format_version?: string;
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[]; readonly after: unknown; readonly after_unknown?: unknown };
  }[];
}

/** What `tofu show -json <plan>` says will change, by address. @throws InfrastructureError `ProvisioningFailed` */
export function parsePlan(json: string): PlannedChange[] {
  const plan = parseJson(json) as ShownPlan;
  if (!plan.format_version?.startsWith('1.')) {
    throw new InfrastructureError(
      'ProvisioningFailed',
      `tofu shows plans in the unknown format ${plan.format_version}`,
    );
  }
  const changes = (plan.resource_changes ?? []).map(({ address, change }) => ({
    address,
    actions: change.actions,
    known: withoutUnknown(change.after, change.after_unknown),
  }));
  const real = changes.filter(({ actions }) => actions.some((action) => action !== 'no-op' && action !== 'read'));
  return real.toSorted((a, b) => (a.address < b.address ? -1 : 1));
}

/** What is compared between the plan that was approved and the plan that is applied. */
export function planDigest(changes: readonly PlannedChange[]): string {
  return `sha256:${createHash('sha256').update(canonical(changes)).digest('hex')}`;
}

/** Addresses of every resource that a rendered `main.tf.json` declares. @throws InfrastructureError `ProvisioningFailed` */
export function declaredAddresses(mainFile: string): Set<string> {
  const file = parseJson(mainFile) as Record<string, Record<string, Record<string, unknown>>>;
  // Berth renders nothing else; a provider or a data source would be code that nobody reviewed as such.
  const strange = Object.keys(file).filter((key) => key !== 'terraform' && key !== 'resource');
  if (strange.length > 0) {
    throw new InfrastructureError(
      'ProvisioningFailed',
      `main.tf.json has ${strange.join(', ')}, which Berth never writes`,
    );
  }
  const types = Object.entries(file['resource'] ?? {});
  return new Set(types.flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`)));
}

/**
 * Lets a plan through that is the approved one; where none was recorded, one that changes only what is declared.
 * @throws InfrastructureError `PlanDiffers`
 */
export function checkPlan(
  changes: readonly PlannedChange[],
  declared: ReadonlySet<string>,
  approvedDigest: string | null,
): void {
  const digest = planDigest(changes);
  if (approvedDigest !== null && approvedDigest !== digest) {
    const what = changes.map(({ address, actions }) => `${address} (${actions.join(', ')})`).join('; ');
    const why = `The plan is ${digest}, but ${approvedDigest} was approved; it would change ${what || 'nothing'}`;
    throw new InfrastructureError('PlanDiffers', why);
  }
  const foreign = changes.filter(({ address }) => !declared.has(address)).map(({ address }) => address);
  if (approvedDigest === null && foreign.length > 0) {
    throw new InfrastructureError('PlanDiffers', `The plan changes what was not merged: ${foreign.join(', ')}`);
  }
}

function withoutUnknown(value: unknown, unknown: unknown): unknown {
  if (unknown === true) return undefined;
  if (Array.isArray(value))
    return value.map((inner, i) => withoutUnknown(inner, (unknown as unknown[] | undefined)?.[i]));
  if (value === null || typeof value !== 'object') return value;
  const marks = (unknown ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutUnknown(inner, marks[key])]));
}

/** JSON with sorted keys: equal values give equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InfrastructureError('ProvisioningFailed', `Not JSON: ${text.slice(0, 100)}`);
  }
}
