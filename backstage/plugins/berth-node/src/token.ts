import type { AuthService, BackstageCredentials } from '@backstage/backend-plugin-api';

/** Berth's name among Backstage's plugins: the audience of the tokens that it takes. */
const BERTH = 'berth';

/**
 * A token by which Berth knows the person of these credentials: Backstage proves that its plugin asks, and for whom. Berth looks the
 * person up in the directory, so what they may do is the same as by every other door.
 */
export async function tokenOf(auth: AuthService, credentials: BackstageCredentials): Promise<string> {
  const { token } = await auth.getPluginRequestToken({ onBehalfOf: credentials, targetPluginId: BERTH });
  return token;
}
