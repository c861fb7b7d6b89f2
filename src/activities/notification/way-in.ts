import type { MailAttachment } from '../../clients/smtp.ts';
import type { FleetSnapshot } from '../../domain/fleet.ts';
import { FleetDataError } from '../../domain/fleet-data.ts';
import type { MailFacts } from '../../domain/mail-message.ts';
import { kubeconfigForPeople } from '../../domain/people-kubeconfig.ts';
import { readProfile } from '../../domain/profile.ts';
import type { NotificationDeps } from './deps.ts';

/** The kubeconfig that the mail about a ready environment brings; undefined when nobody signs in there by an issuer. */
export async function wayIn(
  { readFleet }: Pick<NotificationDeps, 'readFleet'>,
  { environment, clusters }: MailFacts,
): Promise<MailAttachment | undefined> {
  if (typeof environment !== 'string' || typeof clusters !== 'object') return undefined;
  const fleet = await readFleet();
  const profiles = clusters.flatMap((cluster) => profileIn(fleet, cluster) ?? []);
  const content = kubeconfigForPeople(environment, profiles);
  if (content === undefined) return undefined;
  return { filename: `${environment}.kubeconfig.yaml`, content, contentType: 'application/yaml' };
}

/** A profile that somebody broke meanwhile keeps nobody from hearing that their environment is ready. */
function profileIn(fleet: FleetSnapshot, cluster: string) {
  try {
    return readProfile(fleet, cluster);
  } catch (error) {
    if (error instanceof FleetDataError) return undefined;
    throw error;
  }
}
