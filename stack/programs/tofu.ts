import { goPrograms } from './go.ts';
import type { Program } from './program.ts';
import { GO_VERSIONS } from './versions.ts';

const { opentofu, providerKubernetes, providerKubectl } = GO_VERSIONS;
const TOFU = 'github.com/opentofu/opentofu';
const KUBERNETES = 'github.com/hashicorp/terraform-provider-kubernetes';
const KUBECTL = 'github.com/gavinbunney/terraform-provider-kubectl';

const tofu = goPrograms({
  name: 'opentofu',
  module: TOFU,
  version: opentofu,
  commands: { tofu: `${TOFU}/cmd/tofu` },
  // Else it calls itself a development version.
  linkerFlags: [`-X ${TOFU}/version.dev=no`],
  replacements: async () => [
    'github.com/hashicorp/hcl/v2 v2.20.1 => github.com/opentofu/hcl/v2 v2.20.2-0.20251021132045-587d123c2828',
  ],
  smallest: false,
});

const kubernetes = goPrograms({
  name: 'provider-kubernetes',
  module: KUBERNETES,
  version: providerKubernetes,
  commands: { 'terraform-provider-kubernetes': KUBERNETES },
  replacements: async () => [
    'github.com/go-openapi/spec => github.com/go-openapi/spec v0.19.5',
    'k8s.io/cli-runtime => k8s.io/cli-runtime v0.19.1',
    'k8s.io/client-go => k8s.io/client-go v0.19.1',
    'vbom.ml/util => github.com/fvbommel/util v0.0.3',
  ],
  smallest: false,
});

const kubectl = goPrograms({
  name: 'provider-kubectl',
  module: KUBECTL,
  version: providerKubectl,
  commands: { 'terraform-provider-kubectl': KUBECTL },
  smallest: false,
});

/** What Berth's files ask for. */
export const PROVIDER_PROGRAMS = { ...kubernetes, ...kubectl } as const satisfies Readonly<Record<string, Program>>;

/** OpenTofu and its providers. */
export const TOFU_PROGRAMS = { ...tofu, ...PROVIDER_PROGRAMS } as const satisfies Readonly<Record<string, Program>>;
