import type { Config } from '../config.ts';
import { type Finding, Missing, tryOut } from './finding.ts';

/** HS256 asks for a key as long as its digest. */
const LEAST_BYTES = 32;

export async function checkDecisionKey({ auth }: Pick<Config, 'auth'>): Promise<Finding[]> {
  const key = async () => {
    const bytes = Buffer.byteLength(auth.decisionKey.reveal());
    if (bytes >= LEAST_BYTES) return `${bytes} bytes`;
    throw new Missing(`It has ${bytes} bytes, ${LEAST_BYTES} are needed: openssl rand -hex 32 > its file`);
  };
  return [await tryOut('auth', 'decision key is long enough', key)];
}
