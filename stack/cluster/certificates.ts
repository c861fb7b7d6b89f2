import { readFileSync } from 'node:fs';
import type { Authority, KeyAndCertificate } from '../kit/authority.ts';

/** Who signs in to an API server, and the name and group by which Kubernetes knows it. */
const CLIENTS = {
  admin: { commonName: 'admin', organisation: 'system:masters' },
  'kube-controller-manager': { commonName: 'system:kube-controller-manager' },
  'kube-scheduler': { commonName: 'system:kube-scheduler' },
  kwok: { commonName: 'kwok', organisation: 'system:masters' },
  'source-controller': { commonName: 'system:serviceaccount:flux-system:source-controller' },
  'kustomize-controller': { commonName: 'system:serviceaccount:flux-system:kustomize-controller' },
} as const;

export type ClusterClient = keyof typeof CLIENTS;

/** The certificates of control planes. All clusters of a run share them, since a key takes long to make. */
export interface ClusterCertificates {
  readonly ca: string;
  readonly server: KeyAndCertificate;
  readonly clients: Readonly<Record<ClusterClient, KeyAndCertificate>>;
}

const made = new WeakMap<Authority, Promise<ClusterCertificates>>();

export function clusterCertificates(authority: Authority): Promise<ClusterCertificates> {
  const known = made.get(authority) ?? issueAll(authority);
  made.set(authority, known);
  return known;
}

async function issueAll(authority: Authority): Promise<ClusterCertificates> {
  const hosts = ['127.0.0.1', '10.96.0.1', 'localhost', 'kubernetes.default.svc'];
  const clients = Object.entries(CLIENTS).map(async ([name, order]) => [name, await authority.issue(name, order)]);
  const [server, entries] = await Promise.all([
    authority.issue('kube-apiserver', { commonName: 'kube-apiserver', hosts }),
    Promise.all(clients),
  ]);
  return {
    ca: readFileSync(authority.caFile, 'utf8'),
    server,
    clients: Object.fromEntries(entries) as Record<ClusterClient, KeyAndCertificate>,
  };
}
