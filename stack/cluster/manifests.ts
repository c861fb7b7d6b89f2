import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../sandbox/cluster/objects.ts';
import { type AdminApi, AdminApiError, type Target } from './admin-api.ts';

const CRD = 'CustomResourceDefinition';
const LOOK_EVERY_MS = 50;
const SERVED_WITHIN_MS = 60_000;

/** The objects of a file of several documents. */
export function readManifests(file: string): KubeObject[] {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'));
  return documents.map((document) => document.toJS() as KubeObject | null).filter((object) => object !== null);
}

/** Applies definitions of kinds and waits until the API server serves them. @throws Error */
export async function applyDefinitions(admin: AdminApi, files: readonly string[]): Promise<void> {
  const definitions = files.flatMap(readManifests).filter(({ kind }) => kind === CRD);
  await Promise.all(definitions.map((definition) => admin.apply(definition)));
  await Promise.all(definitions.map((definition) => served(admin, definition)));
}

interface Definition {
  readonly group: string;
  readonly names: { readonly kind: string };
  readonly versions: readonly { readonly name: string; readonly served: boolean }[];
}

/** Until lists work and its schema is told: a kind is established before its storage is there. */
async function served(admin: AdminApi, definition: KubeObject): Promise<void> {
  const { group, names, versions } = definition['spec'] as Definition;
  const version = versions.find((one) => one.served)?.name ?? '';
  const deadline = Date.now() + SERVED_WITHIN_MS;
  const apiVersion = `${group}/${version}`;
  while (!(await canList(admin, { apiVersion, kind: names.kind })) || !(await isDescribed(admin, apiVersion))) {
    if (Date.now() > deadline) throw new Error(`the API server does not serve ${definition.metadata.name}`);
    await delay(LOOK_EVERY_MS);
  }
}

async function isDescribed(admin: AdminApi, apiVersion: string): Promise<boolean> {
  const { paths } = (await admin.send('GET', '/openapi/v3')) as { paths: Readonly<Record<string, unknown>> };
  return `apis/${apiVersion}` in paths;
}

async function canList(admin: AdminApi, target: Target): Promise<boolean> {
  try {
    await admin.list(target);
    return true;
  } catch (error) {
    if (error instanceof AdminApiError) return false;
    throw error;
  }
}
