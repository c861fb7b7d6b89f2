import { parse } from 'yaml';
import { type Manifest, RBAC } from './manifest.ts';

/*
 * The way back from `main.tf.json` to the manifests it was generated from, so that what was applied can be read from the
 * cluster and compared. It knows what `toOpenTofu` writes, and nothing else.
 */

interface Block {
  readonly [name: string]: unknown;
}

interface Metadata {
  readonly metadata: readonly Manifest['metadata'][];
}

const KINDS: Readonly<Record<string, (block: Block) => Manifest>> = {
  kubernetes_namespace: (block) => ({ apiVersion: 'v1', kind: 'Namespace', ...metadataOf(block) }),
  kubernetes_resource_quota: withSpec('v1', 'ResourceQuota', (spec) => spec),
  kubernetes_limit_range: withSpec('v1', 'LimitRange', (spec) => ({ limits: blocks(spec['limit']).map(camelKeys) })),
  kubernetes_network_policy: withSpec('networking.k8s.io/v1', 'NetworkPolicy', networkPolicySpec),
  kubernetes_role_binding: roleBinding,
  kubectl_manifest: (block) => parse(block['yaml_body'] as string) as Manifest,
};

/** The manifests of a rendered `main.tf.json`; none of one that removes. @throws Error on a resource that is never rendered. */
export function wallsFromOpenTofu(text: string): Manifest[] {
  const { resource = {} } = JSON.parse(text) as { resource?: Record<string, Record<string, Block>> };
  return Object.entries(resource).flatMap(([type, named]) => {
    const convert = KINDS[type];
    if (!convert) throw new Error(`${type} is no resource that walls are made of`);
    return Object.values(named).map((block) => convert(unescapeTemplates(block) as Block));
  });
}

function unescapeTemplates(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$${', '${').replaceAll('%%{', '%{');
  if (Array.isArray(value)) return value.map(unescapeTemplates);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unescapeTemplates(inner)]));
}

function metadataOf(block: Block): { metadata: Manifest['metadata'] } {
  const [metadata] = (block as unknown as Metadata).metadata;
  if (!metadata) throw new Error('a resource has no metadata');
  return { metadata };
}

function withSpec(apiVersion: string, kind: string, convert: (spec: Block) => Block): (block: Block) => Manifest {
  return (block) => ({ apiVersion, kind, ...metadataOf(block), spec: convert(blocks(block['spec'])[0] ?? {}) });
}

function networkPolicySpec(spec: Block): Block {
  return {
    podSelector: camelKeys(blocks(spec['pod_selector'])[0] ?? {}),
    policyTypes: spec['policy_types'],
    ingress: blocks(spec['ingress']).map((rule) => ({ from: blocks(rule['from']).map(peer) })),
  };
}

function peer(from: Block): Block {
  return Object.fromEntries(
    Object.entries(camelKeys(from)).map(([key, value]) => [key, camelKeys(blocks(value)[0] ?? {})]),
  );
}

/** What was said only because the provider has a default of its own is left out again. */
function roleBinding(block: Block): Manifest {
  const subjects = blocks(block['subject']).map((subject) =>
    Object.fromEntries(Object.entries(camelKeys(subject)).filter(([, value]) => value !== '')),
  );
  const roleRef = camelKeys(blocks(block['role_ref'])[0] ?? {});
  return { apiVersion: `${RBAC}/v1`, kind: 'RoleBinding', ...metadataOf(block), roleRef, subjects };
}

const blocks = (value: unknown) => value as Block[];

function camelKeys(block: Block): Block {
  const camel = (key: string) => key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(block).map(([key, inner]) => [camel(key), inner]));
}
