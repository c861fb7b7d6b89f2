import { readIssuerKeys } from '../auth/bearer.ts';
import type { Config } from '../config.ts';
import { type Finding, Missing, tryOut } from './finding.ts';

/** Where people sign in: discovery speaks for the configured issuer, and there are keys. */
export async function checkIssuer({ auth }: Pick<Config, 'auth'>): Promise<Finding[]> {
  const { issuer } = auth;
  const keys = async () => {
    if (issuer === undefined) return 'none: people sign in with name and password of the directory';
    const found = await readIssuerKeys(issuer).catch((error: unknown) => {
      throw new Missing(`${(error as Error).message}. Check auth.issuer and caFile.`);
    });
    if (found > 0) return `${found} keys`;
    throw new Missing(`${issuer} publishes no keys: nobody could sign in`);
  };
  return [await tryOut('auth', 'issuer and its keys', keys)];
}
