import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';

/** The issuer's signing key of one run and its public half as published in the key set. */
export interface IssuerKey {
  readonly kid: string;
  readonly algorithm: 'ES256';
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

const ALGORITHM = 'ES256';

/** A fresh key; a new run of the sandbox never accepts tokens of an older one. */
export async function makeIssuerKey(): Promise<IssuerKey> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const kid = crypto.randomUUID();
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: 'sig' };
  return { kid, algorithm: ALGORITHM, privateKey, publicJwk };
}
