import { z } from 'zod';
import { amounts } from './amounts-schema.ts';
import { compare } from './compare.ts';
import { FleetDataError } from './fleet-data.ts';

/*
 * Kubernetes has no inheritance of namespaces, so it is compiled: organisation -> project (-> project …) ->
 * environment, root first, by one fixed rule a field. The result is flat, and every line says where it came from.
 */

const label = z.string().regex(/^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/, 'is not a label value');
const dnsLabel = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'is not a DNS label');
const POD_SECURITY = ['privileged', 'baseline', 'restricted'] as const;

export const rules = z.strictObject({
  /** The nearest level wins, except for keys a level above has locked. */
  labels: z.record(z.string(), label).default({}),
  lockedLabels: z.array(z.string()).default([]),
  /** Rights add up; nothing below can take one away. */
  grants: z.array(z.strictObject({ group: dnsLabel, role: z.enum(['admin', 'edit', 'view']) })).default([]),
  /** Namespaces that may reach the environment's pods; openings add up. */
  allowFrom: z.array(dnsLabel).default([]),
  /** The strictest wins. */
  podSecurity: z.enum(POD_SECURITY).optional(),
  /** Most that one container may have; the strictest wins. */
  maxContainer: z.strictObject({ cpu: z.number().positive(), memoryGiB: z.number().positive() }).partial().optional(),
  /** Most that all environments below may reserve together, over all clusters. */
  quota: amounts.partial().optional(),
});
export type Rules = z.infer<typeof rules>;
export type Grant = Rules['grants'][number];

/** A node of the tree. */
export interface Level {
  /** `organisation/<name>` or `project/<slug>`. */
  readonly name: string;
  readonly parent?: string;
  readonly rules: Rules;
}

/** Where one inherited line came from. */
export interface Origin {
  readonly line: string;
  readonly value: string;
  readonly from: string;
}

/** The flat result for one environment. */
export interface Inherited {
  readonly labels: Readonly<Record<string, string>>;
  readonly grants: readonly Grant[];
  readonly allowFrom: readonly string[];
  readonly podSecurity: (typeof POD_SECURITY)[number];
  readonly maxContainer: { readonly cpu?: number; readonly memoryGiB?: number };
  /** Levels from the root down, for quotas and tree labels. */
  readonly chain: readonly Level[];
  /** Sorted by line, then by level. */
  readonly origins: readonly Origin[];
}

/**
 * The levels from the root down to `leaf`.
 * @throws FleetDataError on a parent that is missing or a cycle.
 */
export function chainOf(levels: ReadonlyMap<string, Level>, leaf: string): Level[] {
  const chain: Level[] = [];
  const seen = new Set<string>();
  for (let name: string | undefined = leaf; name !== undefined; ) {
    const level = levels.get(name);
    if (!level) throw new FleetDataError(name, `is named as a parent but does not exist (below ${[...seen].at(-1)})`);
    if (seen.has(name)) throw new FleetDataError(name, `is its own ancestor: ${[...seen, name].join(' -> ')}`);
    seen.add(name);
    chain.unshift(level);
    name = level.parent;
  }
  return chain;
}

/** Merges the levels of a chain, root first. Pure, and independent of the order inside each level's lists. */
export function inherit(chain: readonly Level[]): Inherited {
  const labels = mergeLabels(chain);
  const grants = union(
    chain,
    (level) => level.rules.grants,
    ({ group, role }) => `${role} ${group}`,
  );
  const allowFrom = union(
    chain,
    (level) => level.rules.allowFrom,
    (namespace) => namespace,
  );
  const podSecurity = strictest(chain, (level) => rank(level.rules.podSecurity), -1);
  const cpu = strictest(chain, (level) => level.rules.maxContainer?.cpu);
  const memoryGiB = strictest(chain, (level) => level.rules.maxContainer?.memoryGiB);
  const origins = [
    ...[...labels].map(([key, { value, from }]) => ({ line: `label ${key}`, value, from })),
    ...grants.map(({ value, from }) => ({ line: `grant ${value.group}`, value: value.role, from })),
    ...allowFrom.map(({ value, from }) => ({ line: `allow from ${value}`, value: 'all ports', from })),
    ...(podSecurity
      ? [{ line: 'pod security', value: POD_SECURITY[podSecurity.value] ?? '', from: podSecurity.from }]
      : []),
    ...(cpu ? [{ line: 'container maximum cpu', value: String(cpu.value), from: cpu.from }] : []),
    ...(memoryGiB ? [{ line: 'container maximum memory', value: `${memoryGiB.value}Gi`, from: memoryGiB.from }] : []),
  ];
  return {
    labels: Object.fromEntries([...labels].map(([key, { value }]) => [key, value])),
    grants: grants.map(({ value }) => value),
    allowFrom: allowFrom.map(({ value }) => value),
    podSecurity: POD_SECURITY[podSecurity?.value ?? POD_SECURITY.length - 1] ?? 'restricted',
    maxContainer: { ...(cpu && { cpu: cpu.value }), ...(memoryGiB && { memoryGiB: memoryGiB.value }) },
    chain,
    origins: origins.toSorted((a, b) => compare(a.line, b.line) || compare(a.from, b.from)),
  };
}

interface Sourced<T> {
  readonly value: T;
  readonly from: string;
}

function mergeLabels(chain: readonly Level[]): Map<string, Sourced<string>> {
  const merged = new Map<string, Sourced<string>>();
  const locked = new Set<string>();
  for (const level of chain) {
    for (const [key, value] of Object.entries(level.rules.labels)) {
      if (!locked.has(key)) merged.set(key, { value, from: level.name });
    }
    for (const key of level.rules.lockedLabels) locked.add(key);
  }
  return new Map([...merged].toSorted(([a], [b]) => compare(a, b)));
}

/** All values once, sorted by key; the level nearest the root is the origin. */
function union<T>(chain: readonly Level[], values: (level: Level) => readonly T[], key: (value: T) => string) {
  const merged = new Map<string, Sourced<T>>();
  for (const level of chain) {
    for (const value of values(level)) {
      if (!merged.has(key(value))) merged.set(key(value), { value, from: level.name });
    }
  }
  return [...merged].toSorted(([a], [b]) => compare(a, b)).map(([, sourced]) => sourced);
}

/** The least value (`sign` 1) or the greatest (-1) and the first level that says it. */
function strictest(
  chain: readonly Level[],
  read: (level: Level) => number | undefined,
  sign: 1 | -1 = 1,
): Sourced<number> | undefined {
  let best: Sourced<number> | undefined;
  for (const level of chain) {
    const value = read(level);
    if (value !== undefined && (!best || sign * value < sign * best.value)) best = { value, from: level.name };
  }
  return best;
}

function rank(podSecurity: Rules['podSecurity']): number | undefined {
  return podSecurity === undefined ? undefined : POD_SECURITY.indexOf(podSecurity);
}
