import { createHash } from 'node:crypto';
import { compare } from '../domain/compare.ts';
import type { InfrastructureChange, InfrastructurePlan } from '../domain/infrastructure-plan.ts';
import { InfrastructureError } from './error.ts';
import type { DeclaredResource } from './tofu-file.ts';

interface ShownPlan {
  readonly format_version?: string;
  readonly resource_changes?: readonly { readonly address: string; readonly change: ShownChange }[];
}

interface ShownChange {
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  readonly after_unknown?: unknown;
  /** There when the resource exists and is taken into the state. */
  readonly importing?: unknown;
}

/**
 * What `tofu show -json <plan>` says will change.
 * @param declared what the file has that was planned.
 * @throws InfrastructureError `ProvisioningFailed`
 */
export function parsePlan(json: string, declared: readonly DeclaredResource[]): InfrastructurePlan {
  const { format_version, resource_changes = [] } = parseJson(json) as ShownPlan;
  if (!format_version?.startsWith('1.')) {
    throw new InfrastructureError('ProvisioningFailed', `tofu shows plans in the unknown format ${format_version}`);
  }
  const bodies = new Map(declared.map(({ address, body }) => [address, body]));
  const changing = resource_changes.filter(({ change }) =>
    change.actions.some((action) => action !== 'no-op' && action !== 'read'),
  );
  return planOf(changing.map(({ address, change }) => toChange(address, change, bodies.get(address))));
}

/** Anything else that a plan does stands in this line as well. */
const ONLY_MAKES = /^Plan: (\d+) to add, 0 to change, 0 to destroy\.$/m;

/**
 * The same from the words of `tofu plan` alone, where it makes all that is declared and does nothing else: asking for
 * its values would take as long as planning. Undefined for any other plan.
 */
export function planToMakeAll(words: string, declared: readonly DeclaredResource[]): InfrastructurePlan | undefined {
  const [, count] = ONLY_MAKES.exec(words) ?? [];
  if (Number(count) !== declared.length) return undefined;
  const made = { actions: ['create'], before: null, after: null };
  return planOf(declared.map(({ address, body }) => toChange(address, made, body)));
}

function planOf(found: readonly InfrastructureChange[]): InfrastructurePlan {
  const changes = found.toSorted((a, b) => compare(a.address, b.address));
  return { digest: digestOf(changes.map(({ digest }) => digest)), changes };
}

/**
 * A new resource is compared by what is declared of it, and so is one that a killed apply has made already: both end as
 * declared. Of any other only what changes counts: what the cluster adds (its version, its status) is new at every look.
 */
function toChange(address: string, change: ShownChange, body: unknown): InfrastructureChange {
  const { actions, before, after, after_unknown, importing } = change;
  const [action] = actions;
  const isMade = actions.length === 1 && (action === 'create' || (action === 'update' && importing !== undefined));
  const content = isMade
    ? { address, actions: ['create'], body }
    : { address, actions, values: changed(before, withoutUnknown(after, after_unknown)) };
  return { address, actions, digest: digestOf(content) };
}

function withoutUnknown(value: unknown, unknown: unknown): unknown {
  if (unknown === true) return undefined;
  if (Array.isArray(value))
    return value.map((inner, i) => withoutUnknown(inner, (unknown as unknown[] | undefined)?.[i]));
  if (value === null || typeof value !== 'object') return value;
  const marks = (unknown ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutUnknown(inner, marks[key])]));
}

/** The parts of `after` that are not as before, null where something goes; a list of another length counts whole. */
function changed(before: unknown, after: unknown): unknown {
  if (canonical(before) === canonical(after)) return undefined;
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return after.map((inner: unknown, i) => changed(before[i], inner));
  }
  if (!isFields(before) || !isFields(after)) return after;
  const keys = Object.keys({ ...before, ...after });
  return Object.fromEntries(keys.map((key) => [key, key in after ? changed(before[key], after[key]) : null]));
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const digestOf = (value: unknown) => `sha256:${createHash('sha256').update(canonical(value)).digest('hex')}`;

/** JSON with sorted keys: equal values give equal text. */
function canonical(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    isFields(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => compare(a, b))) : inner,
  );
  return text ?? '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InfrastructureError('ProvisioningFailed', `tofu shows a plan that is no JSON: ${text.slice(0, 100)}`);
  }
}

/** The plan that changes nothing. */
export const NO_CHANGES: InfrastructurePlan = { digest: digestOf([]), changes: [] };
