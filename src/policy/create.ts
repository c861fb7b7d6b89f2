import type { Config } from '../config.ts';
import { createEmbeddedEngine } from './embedded.ts';
import type { PolicyEngine } from './engine.ts';
import { createOpaEngine } from './server.ts';

/** The engine of the configuration: an OPA server, a policy of one's own, or the one that Berth ships. */
export function createPolicyEngine({ policy }: Pick<Config, 'policy'>): PolicyEngine {
  const { opaUrl, bundle } = policy;
  return opaUrl === undefined ? createEmbeddedEngine(bundle) : createOpaEngine({ ...policy, opaUrl });
}
