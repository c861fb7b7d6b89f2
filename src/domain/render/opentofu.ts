import type { Manifest } from './manifest.ts';
import { toYaml } from './yaml.ts';

/*
 * The walls as OpenTofu resources: `main.tf.json` is generated from the manifests, so that both executors make the
 * same objects. No backend and no credentials: whoever runs it brings both.
 */

/** A resource's arguments; nested blocks are lists, as JSON syntax wants them. */
interface Arguments {
  readonly [name: string]: unknown;
}

/**
 * The service account goes through the second provider: hashicorp/kubernetes 1.x waits for a token Secret that clusters
 * since 1.24 no longer make, and then fails.
 */
export const OPENTOFU_PROVIDERS = {
  kubectl: { source: 'gavinbunney/kubectl', version: '>= 1.19.0, < 2.0.0' },
  kubernetes: { source: 'hashicorp/kubernetes', version: '>= 1.13.4, < 3.0.0' },
};

const RESOURCES: Readonly<Record<string, { type: string; convert: (manifest: Manifest) => Arguments }>> = {
  Namespace: { type: 'kubernetes_namespace', convert: (manifest) => ({ metadata: metadataBlock(manifest) }) },
  ResourceQuota: { type: 'kubernetes_resource_quota', convert: withSpec((spec) => ({ hard: spec['hard'] })) },
  LimitRange: {
    type: 'kubernetes_limit_range',
    convert: withSpec((spec) => ({ limit: list(spec['limits']).map(snakeKeys) })),
  },
  NetworkPolicy: { type: 'kubernetes_network_policy', convert: withSpec(networkPolicySpec) },
  RoleBinding: { type: 'kubernetes_role_binding', convert: roleBinding },
  ServiceAccount: { type: 'kubectl_manifest', convert: (manifest) => ({ yaml_body: toYaml(manifest) }) },
};

/** The file `main.tf.json` that makes these manifests; for none, the one that removes what was made. @throws Error on a kind that walls do not have. */
export function toOpenTofu(manifests: readonly Manifest[]): string {
  const resource: Record<string, Record<string, Arguments>> = {};
  const namespace = manifests.find((manifest) => manifest.kind === 'Namespace')?.metadata.name;
  for (const manifest of manifests) {
    const kind = RESOURCES[manifest.kind];
    if (!kind) throw new Error(`no OpenTofu resource for ${manifest.kind}`);
    const inside = manifest.metadata.namespace === namespace && namespace !== undefined;
    const order = inside ? { depends_on: [`kubernetes_namespace.${namespace}`] } : {};
    resource[kind.type] = {
      ...resource[kind.type],
      [manifest.metadata.name]: { ...(escapeTemplates(kind.convert(manifest)) as Arguments), ...order },
    };
  }
  const terraform = { required_version: '>= 1.6', required_providers: OPENTOFU_PROVIDERS };
  // OpenTofu refuses `resource` without any.
  const file = manifests.length > 0 ? { terraform, resource } : { terraform };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** OpenTofu reads every string as a template; `$${` and `%%{` stand for the characters themselves. */
function escapeTemplates(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('${', '$$${').replaceAll('%{', '%%{');
  if (Array.isArray(value)) return value.map(escapeTemplates);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escapeTemplates(inner)]));
}

function metadataBlock({ metadata }: Manifest): Arguments[] {
  return [
    { name: metadata.name, ...(metadata.namespace && { namespace: metadata.namespace }), labels: metadata.labels },
  ];
}

function withSpec(convert: (spec: Arguments) => Arguments): (manifest: Manifest) => Arguments {
  return (manifest) => ({ metadata: metadataBlock(manifest), spec: [convert(manifest['spec'] as Arguments)] });
}

function networkPolicySpec(spec: Arguments): Arguments {
  return {
    pod_selector: [selector(spec['podSelector'])],
    policy_types: spec['policyTypes'],
    ingress: list(spec['ingress']).map((rule) => ({ from: list(rule['from']).map(peer) })),
  };
}

function peer(from: Arguments): Arguments {
  return Object.fromEntries(Object.entries(snakeKeys(from)).map(([key, value]) => [key, [selector(value)]]));
}

/** An empty selector selects everything; as a block it must still say something, so it says it selects by no labels. */
function selector(value: unknown): Arguments {
  const { matchLabels, matchExpressions } = value as Arguments;
  return {
    ...(matchLabels !== undefined || matchExpressions === undefined ? { match_labels: matchLabels ?? {} } : {}),
    ...(matchExpressions === undefined ? {} : { match_expressions: matchExpressions }),
  };
}

function roleBinding(manifest: Manifest): Arguments {
  const subjects = list(manifest['subjects']).map((subject) => ({
    api_group: subject['apiGroup'] ?? '',
    kind: subject['kind'],
    name: subject['name'],
    // Said even when empty: the provider's default is `default`.
    namespace: subject['namespace'] ?? '',
  }));
  return {
    metadata: metadataBlock(manifest),
    role_ref: [snakeKeys(manifest['roleRef'] as Arguments)],
    subject: subjects,
  };
}

function list(value: unknown): Arguments[] {
  return value as Arguments[];
}

function snakeKeys(value: Arguments): Arguments {
  const snake = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [snake(key), inner]));
}
