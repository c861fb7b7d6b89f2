import type { Config } from '../config.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import { readOrganisation } from '../domain/fleet-settings.ts';
import { createPolicyEngine } from '../policy/create.ts';
import { SAMPLE_INPUT } from '../policy/sample.ts';
import { type Finding, tryOut } from './finding.ts';

/** The policy answers, and can use the fleet's settings. @param fleet undefined when it cannot be read. */
export async function checkPolicy(
  config: Pick<Config, 'policy'>,
  fleet: FleetSnapshot | undefined,
): Promise<Finding[]> {
  const ask = async () => {
    const settings = fleet ? readOrganisation(fleet).approval : {};
    const { version } = await createPolicyEngine(config).ask({ ...SAMPLE_INPUT, settings });
    return `${version.version} (${version.engine})`;
  };
  return [await tryOut('policy', "asked with the fleet's settings", ask)];
}
