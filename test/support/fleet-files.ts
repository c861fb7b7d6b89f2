/* A fleet with environments in it, as files: for tests of what checks them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderChange } from '../../src/domain/render/change.ts';
import type { ServiceRequest } from '../../src/domain/request.ts';
import type { Selection } from '../../src/domain/selection.ts';
import { environmentKinds } from '../../src/fleet/rules/tenant-role.ts';
import { type OpenApi, schemaFolder, schemasFrom } from '../../src/fleet/schemas.ts';
import { DEFAULT_CLUSTERS, seedFiles } from '../../src/fleet/templates.ts';
import { parseTree } from '../../src/fleet/tree.ts';
import { CATALOGUE, workedExample } from './worked-example.ts';

/** What kube-apiserver 1.35 with Flux and CloudNativePG says of the kinds that environments have. */
const OPENAPI = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/openapi/kubernetes-1.35.json'), 'utf8'),
) as OpenApi;

/** A fleet as `berth fleet init` and `berth fleet schemas` leave it. */
export function emptyFleet(): Map<string, string> {
  const clusters = DEFAULT_CLUSTERS.map((name) => ({ name }));
  const files = seedFiles({ organisation: 'example', owner: 'olgareyes', clusters });
  const tree = parseTree(files);
  for (const cluster of DEFAULT_CLUSTERS) {
    const schemas = schemasFrom(OPENAPI, environmentKinds(tree, cluster));
    for (const [name, text] of schemas) files.set(`${schemaFolder(cluster)}/${name}`, text);
  }
  return files;
}

interface Changes {
  readonly request?: Partial<ServiceRequest>;
  readonly selection?: Partial<Selection>;
}

/** The rendering of a request on top of a fleet; the worked example with changes. */
export function renderOn(fleet: ReadonlyMap<string, string>, changes: Changes = {}) {
  return renderChange(
    workedExample(changes),
    { sha: '4be1000000000000000000000000000000000000', files: fleet },
    CATALOGUE,
  );
}

/** The fleet after a request was merged. */
export function withRequest(fleet: ReadonlyMap<string, string>, changes: Changes = {}): Map<string, string> {
  const { files } = renderOn(fleet, changes);
  return new Map([...fleet, ...files.map(({ path, content }) => [path, content] as const)]);
}

/** Another project's environment beside the worked example's. */
export const BILLING: Changes = {
  request: { reference: 'BR-0000000001', project: 'billing', title: 'Billing', costCentre: 'CC-7' },
  selection: { stage: 'dev', regions: ['east'], size: 'XS', items: [{ item: 'cache', parameters: {} }] },
};
