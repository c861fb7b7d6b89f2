import { goPrograms } from './go.ts';
import { GO_VERSIONS } from './versions.ts';

const MODULE = 'github.com/open-policy-agent/opa';

/** What builds, tests and serves the approval policy. */
export const POLICY_PROGRAMS = goPrograms({
  name: 'opa',
  module: MODULE,
  version: GO_VERSIONS.opa,
  commands: { opa: MODULE },
  smallest: false,
});
