import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashFiles } from '../../scripts/kit/hash-files.ts';
import { goFile, goPrograms, moduleSources } from './go.ts';
import { manifestsIn } from './kubernetes.ts';
import type { Program } from './program.ts';
import { GO_VERSIONS } from './versions.ts';

const { flux } = GO_VERSIONS;
const SOURCE = 'github.com/fluxcd/source-controller';
const KUSTOMIZE = 'github.com/fluxcd/kustomize-controller';
const DIGEST =
  'github.com/opencontainers/go-digest => github.com/opencontainers/go-digest v1.0.1-0.20220411205349-bde1400a84be';
const STAND_IN = join(import.meta.dirname, '..', 'flux', 'artifact');

const sourceController = goPrograms({
  name: 'source-controller',
  module: SOURCE,
  version: flux,
  commands: { 'source-controller': SOURCE },
  replacements: async () => [DIGEST, 'github.com/fluxcd/pkg/artifact => ./artifact'],
  standIn: { folder: STAND_IN, mark: hashOf(STAND_IN) },
  smallest: true,
});

const kustomizeController = goPrograms({
  name: 'kustomize-controller',
  module: KUSTOMIZE,
  version: flux,
  commands: { 'kustomize-controller': KUSTOMIZE },
  replacements: async () => [
    DIGEST,
    'gopkg.in/yaml.v3 => gopkg.in/yaml.v3 v3.0.1',
    'sigs.k8s.io/kustomize/api => sigs.k8s.io/kustomize/api v0.21.1',
    'sigs.k8s.io/kustomize/kyaml => sigs.k8s.io/kustomize/kyaml v0.21.1',
  ],
  smallest: true,
});

const crds = goFile({
  name: 'flux-crds',
  how: `from Go ${SOURCE} and ${KUSTOMIZE} v${flux}`,
  version: flux,
  smallest: true,
  make: async () => {
    const sources = [await moduleSources(SOURCE, flux), await moduleSources(KUSTOMIZE, flux)];
    return sources.map((folder) => manifestsIn(join(folder, 'config', 'crd', 'bases'))).join('');
  },
});

export const FLUX_PROGRAMS = {
  ...sourceController,
  ...kustomizeController,
  'flux-crds': crds,
} as const satisfies Readonly<Record<string, Program>>;

/** Tells a change of the stand-in, so that what was built with an older one is not taken for it. */
function hashOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(go|mod)$/.test(name));
  return hashFiles(folder, files).slice(0, 8);
}
