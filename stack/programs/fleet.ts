import { goPrograms } from './go.ts';
import { GO_VERSIONS } from './versions.ts';

const MODULE = 'github.com/rhysd/actionlint';

/** What judges the workflows of the fleet repository; kubeconform, which judges its manifests, is Kubernetes'. */
export const FLEET_PROGRAMS = goPrograms({
  name: 'actionlint',
  module: MODULE,
  version: GO_VERSIONS.actionlint,
  commands: { actionlint: `${MODULE}/cmd/actionlint` },
  smallest: false,
});
