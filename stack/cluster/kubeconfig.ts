import { stringify } from 'yaml';

/** How somebody signs in: a client certificate or a bearer token. */
export type Credentials = { readonly cert: string; readonly key: string } | { readonly token: string };

export interface KubeconfigOrder {
  /** Name of the cluster and of the context. */
  readonly cluster: string;
  readonly url: string;
  /** PEM of the authority. */
  readonly ca: string;
  readonly user: string;
  readonly credentials: Credentials;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A kubeconfig that needs no other file. */
export function kubeconfig({ cluster, url, ca, user, credentials }: KubeconfigOrder): string {
  const signIn =
    'token' in credentials
      ? { token: credentials.token }
      : { 'client-certificate-data': base64(credentials.cert), 'client-key-data': base64(credentials.key) };
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': cluster,
    clusters: [{ name: cluster, cluster: { server: url, 'certificate-authority-data': base64(ca) } }],
    users: [{ name: user, user: signIn }],
    contexts: [{ name: cluster, context: { cluster, user } }],
  });
}
