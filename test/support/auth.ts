import type { Config, Secret } from '../../src/config.ts';

/** `auth` of a configuration as its defaults have it, with this key; of no issuer unless one is named. */
export const authSettings = (decisionKey: Secret, issuer?: string): Config['auth'] => ({
  ...(issuer === undefined ? {} : { issuer }),
  audience: 'berth',
  personClaim: 'sub',
  clientId: 'berth',
  cliClientId: 'berth-cli',
  scope: 'openid profile',
  decisionKey,
});
