import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../sandbox/cluster/objects.ts';
import type { AdminApi } from './admin-api.ts';

const CRD = 'CustomResourceDefinition';
const LOOK_EVERY_MS = 50;
const ESTABLISHED_WITHIN_MS = 30_000;

/** The objects of a file of several documents. */
export function readManifests(file: string): KubeObject[] {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'));
  return documents.map((document) => document.toJS() as KubeObject | null).filter((object) => object !== null);
}

/** Applies definitions of kinds and waits until the API server serves them. @throws Error */
export async function applyDefinitions(admin: AdminApi, files: readonly string[]): Promise<void> {
  const definitions = files.flatMap(readManifests).filter(({ kind }) => kind === CRD);
  await Promise.all(definitions.map((definition) => admin.apply(definition)));
  await Promise.all(definitions.map(({ metadata }) => established(admin, metadata.name)));
}

async function established(admin: AdminApi, name: string): Promise<void> {
  const deadline = Date.now() + ESTABLISHED_WITHIN_MS;
  for (;;) {
    const found = await admin.get({ apiVersion: 'apiextensions.k8s.io/v1', kind: CRD, name });
    const { conditions } = (found?.['status'] ?? {}) as { conditions?: { type: string; status: string }[] | null };
    if (conditions?.some(({ type, status }) => type === 'Established' && status === 'True')) return;
    if (Date.now() > deadline) throw new Error(`the API server does not serve ${name}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
