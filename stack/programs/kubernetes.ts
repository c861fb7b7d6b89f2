import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goFile, goPrograms, moduleSources } from './go.ts';
import type { Program } from './program.ts';
import { GO_VERSIONS } from './versions.ts';

const { kubernetes, etcd, kwok, kubeconform } = GO_VERSIONS;
const COMMANDS = 'k8s.io/kubernetes/cmd';
const KWOK = 'sigs.k8s.io/kwok';
const [major = '', minor = '', patch = ''] = kubernetes.split('.');
const VERSION = 'k8s.io/component-base/version';

/** Without these the server calls itself v0.0.0-master. */
const LINKER_FLAGS = [
  `-X ${VERSION}.gitVersion=v${kubernetes}`,
  `-X ${VERSION}.gitMajor=${major}`,
  `-X ${VERSION}.gitMinor=${minor}`,
];

const etcdProgram = goPrograms({
  name: 'etcd',
  module: 'go.etcd.io/etcd/server/v3',
  version: etcd,
  commands: { etcd: 'go.etcd.io/etcd/server/v3' },
  smallest: true,
});

const FROM_KUBERNETES = {
  module: 'k8s.io/kubernetes',
  version: kubernetes,
  linkerFlags: LINKER_FLAGS,
  replacements: stagingModules,
} as const;

const kubernetesPrograms = goPrograms({
  ...FROM_KUBERNETES,
  name: 'kubernetes',
  commands: {
    'kube-apiserver': `${COMMANDS}/kube-apiserver`,
    'kube-controller-manager': `${COMMANDS}/kube-controller-manager`,
    'kube-scheduler': `${COMMANDS}/kube-scheduler`,
  },
  smallest: true,
});

const kubectlProgram = goPrograms({
  ...FROM_KUBERNETES,
  name: 'kubectl',
  commands: { kubectl: `${COMMANDS}/kubectl` },
  smallest: false,
});

const kwokProgram = goPrograms({
  name: 'kwok',
  module: KWOK,
  version: kwok,
  commands: { kwok: `${KWOK}/cmd/kwok` },
  smallest: true,
});

const kubeconformProgram = goPrograms({
  name: 'kubeconform',
  module: 'github.com/yannh/kubeconform',
  version: kubeconform,
  commands: { kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform' },
  smallest: false,
});

/** What kwok does to nodes and pods; the program does not carry it. */
const kwokStages = goFile({
  name: 'kwok-stages',
  how: `from Go ${KWOK} v${kwok}`,
  version: kwok,
  smallest: true,
  make: async () => {
    const stages = join(await moduleSources(KWOK, kwok), 'kustomize', 'stage');
    return ['node/fast', 'node/heartbeat-with-lease', 'pod/fast']
      .map((name) => manifestsIn(join(stages, name)))
      .join('');
  },
});

/** Everything of a control plane and its simulated nodes. */
export const KUBERNETES_PROGRAMS = {
  ...etcdProgram,
  ...kubernetesPrograms,
  ...kubectlProgram,
  ...kwokProgram,
  ...kubeconformProgram,
  'kwok-stages': kwokStages,
} as const satisfies Readonly<Record<string, Program>>;

/** Kubernetes finds its own libraries in folders of its repository; outside it they are modules of their own. */
async function stagingModules(): Promise<string[]> {
  const text = readFileSync(join(await moduleSources('k8s.io/kubernetes', kubernetes), 'go.mod'), 'utf8');
  const block = /^replace \(([\s\S]*?)^\)/m.exec(text)?.[1] ?? '';
  const names = [...block.matchAll(/^\s+(k8s\.io\/\S+) =>/gm)].map(([, name = '']) => name);
  return names.map((name) => `${name} => ${name} v0.${minor}.${patch}`);
}

/** All manifests of a folder as one text of several documents. */
export function manifestsIn(folder: string): string {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  return files
    .toSorted()
    .map((name) => `---\n${readFileSync(join(folder, name), 'utf8').trim()}\n`)
    .join('');
}
