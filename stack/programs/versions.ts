/** What is built from Go modules, each version in this one place. Raised together with a run of the stack's tests. */
export const GO_VERSIONS = {
  etcd: '3.6.16',
  kubernetes: '1.35.4',
  /** source-controller and kustomize-controller. Later ones need parts that the module proxy does not serve. */
  flux: '1.9.5',
  kwok: '0.8.0',
  kubeconform: '0.8.0',
  actionlint: '1.7.12',
  opentofu: '1.12.6',
  opa: '1.22.2',
  /** The newest hashicorp/kubernetes that the module proxy serves. */
  providerKubernetes: '1.13.4',
  providerKubectl: '1.19.0',
} as const;

/** The oldest Go that builds all of them. */
export const GO_NEEDED = '1.26.6';
