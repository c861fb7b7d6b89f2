import { parse } from 'yaml';
import { inventoryPaths } from '../domain/inventories.ts';
import { InfrastructureError } from './error.ts';
import type { ReadFleetFile, WallsOrder } from './order.ts';

/** A merged Ansible inventory. */
export interface Inventory {
  readonly path: string;
  readonly text: string;
  readonly hosts: readonly string[];
}

interface Group {
  readonly hosts?: Readonly<Record<string, unknown>> | null;
  readonly children?: Readonly<Record<string, Group | null>> | null;
}

type InventoryOrder = Pick<WallsOrder, 'placement' | 'mergeSha'> & {
  readonly plan: { readonly paths: readonly string[] };
};

/** Where a machine is. Every other variable of Ansible's own could start programs on the worker. */
const HARMLESS: ReadonlySet<string> = new Set(['ansible_host', 'ansible_port']);

/**
 * The inventories of one placement as merged.
 * @throws InfrastructureError `ProvisioningFailed` when one is missing, broken, without machines, or holds what Ansible
 * would carry out on the worker.
 */
export function readInventories(readFile: ReadFleetFile, order: InventoryOrder): Promise<Inventory[]> {
  return Promise.all(
    inventoryPaths(order.plan, order.placement).map(async (path) => {
      const text = await readFile(order.mergeSha, path);
      if (text === null) throw wrong(order, `${path} does not exist`);
      const found = inspectInventory(text);
      if ('wrong' in found) throw wrong(order, `${path} ${found.wrong}`);
      return { path, text, hosts: found.hosts };
    }),
  );
}

/** The machines of an inventory, or what keeps it from being handed to Ansible: `has no machine`. */
export function inspectInventory(text: string): Pick<Inventory, 'hosts'> | { readonly wrong: string } {
  const groups = parseGroups(text);
  if (groups instanceof Error) return { wrong: `is not YAML: ${groups.message.split('\n')[0] ?? ''}` };
  const harmful = findHarmful(groups);
  if (harmful !== undefined) return { wrong: `has ${harmful}, which Ansible would act on here` };
  const hosts = hostsOf({ children: groups });
  return hosts.length === 0 ? { wrong: 'has no machine' } : { hosts };
}

function parseGroups(text: string): Readonly<Record<string, Group | null>> | Error {
  try {
    return parse(text, { maxAliasCount: 0 }) as Record<string, Group | null>;
  } catch (error) {
    return error as Error;
  }
}

const hostsOf = (group: Group | null): string[] => [
  ...Object.keys(group?.hosts ?? {}),
  ...Object.values(group?.children ?? {}).flatMap(hostsOf),
];

/** A template, or a variable that says how to connect: name of the first one. */
function findHarmful(value: unknown): string | undefined {
  if (typeof value === 'string') return /\{[{%#]/.test(value) ? 'a template' : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  const found = Object.entries(value).map(([key, inner]) =>
    key.startsWith('ansible_') && !HARMLESS.has(key) ? key : (findHarmful(key) ?? findHarmful(inner)),
  );
  return found.find((harmful) => harmful !== undefined);
}

const wrong = (order: InventoryOrder, what: string) =>
  new InfrastructureError('ProvisioningFailed', `At commit ${order.mergeSha.slice(0, 7)}, ${what}`);
