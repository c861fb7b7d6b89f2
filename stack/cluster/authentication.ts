import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';

/** Who vouches for people. */
export interface PeopleIssuer {
  /** Must be https: the API server takes nothing else. */
  readonly url: string;
  readonly audience: string;
  readonly caFile: string;
}

/**
 * The API server's AuthenticationConfiguration: a person is called by `sub`, groups are those of the claim `groups`, both
 * without a prefix, as role bindings of Berth name them.
 */
export function authenticationConfiguration({ url, audience, caFile }: PeopleIssuer): string {
  return stringify({
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AuthenticationConfiguration',
    jwt: [
      {
        issuer: { url, audiences: [audience], certificateAuthority: readFileSync(caFile, 'utf8') },
        claimMappings: { username: { claim: 'sub', prefix: '' }, groups: { claim: 'groups', prefix: '' } },
      },
    ],
  });
}
