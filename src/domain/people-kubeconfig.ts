/* How people reach what they asked for: a kubeconfig without any secret, by which each signs in as themselves. */
import { stringify } from 'yaml';
import type { ClusterProfile } from './profile.ts';

/** Of the kubelogin plugin, which `kubectl` starts as `kubectl oidc-login`. */
const HINT = 'Signing in takes the plugin oidc-login: kubectl krew install oidc-login';

/**
 * One context a cluster, called as the cluster is, in the namespace of the environment; the first one is current.
 * Clusters whose profile names no issuer are left out, since nobody could sign in there.
 * @returns undefined when none is left
 */
export function kubeconfigForPeople(environment: string, profiles: readonly ClusterProfile[]): string | undefined {
  const open = profiles.flatMap(({ name, api: { issuer, ...api } }) => (issuer ? [{ name, issuer, ...api }] : []));
  const [first] = open;
  if (!first) return undefined;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': first.name,
    clusters: open.map(({ name, url, certificateAuthority }) => ({
      name,
      cluster: { server: url, ...(certificateAuthority ? authority(certificateAuthority) : {}) },
    })),
    users: open.map(({ name, issuer, clientId }) => ({ name, user: { exec: signIn(issuer, clientId) } })),
    contexts: open.map(({ name }) => ({ name, context: { cluster: name, user: name, namespace: environment } })),
  });
}

const authority = (pem: string) => ({ 'certificate-authority-data': Buffer.from(pem).toString('base64') });

const signIn = (issuer: string, clientId: string) => ({
  apiVersion: 'client.authentication.k8s.io/v1',
  command: 'kubectl',
  args: ['oidc-login', 'get-token', `--oidc-issuer-url=${issuer}`, `--oidc-client-id=${clientId}`],
  interactiveMode: 'IfAvailable',
  installHint: HINT,
});
