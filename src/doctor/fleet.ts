import { ClientError } from '../clients/client-error.ts';
import { createFleetReader } from '../clients/fleet-reader.ts';
import { createGithub } from '../clients/github.ts';
import type { Config } from '../config.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';

/** Nothing where it cannot be read: the checks of GitHub say why. */
export async function readFleet(config: Pick<Config, 'github'>): Promise<FleetSnapshot | undefined> {
  try {
    return await createFleetReader(createGithub(config))();
  } catch (error) {
    if (error instanceof ClientError) return undefined;
    throw error;
  }
}
