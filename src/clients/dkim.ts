import { dkimVerify } from 'mailauth';

/** Looks a DNS name up; `dns.promises.resolve` where none is given. */
export type Resolver = NonNullable<NonNullable<Parameters<typeof dkimVerify>[1]>['resolver']>;

/** What mailauth tells beside its published types. */
interface SignatureScope {
  readonly canonBodyLengthLimited?: boolean;
  readonly signingHeaders?: { readonly keys?: string };
}

/**
 * Domains whose DKIM signature holds for this message. A signature that leaves the end of the body or the From header
 * open says nothing about either and is left out; so is one whose key cannot be had.
 */
export async function dkimSigners(raw: Buffer, resolver?: Resolver): Promise<string[]> {
  const { results } = await dkimVerify(raw, resolver ? { resolver } : {});
  return results
    .filter((result) => result.status.result === 'pass' && coversAll(result as SignatureScope))
    .map((result) => result.signingDomain.toLowerCase());
}

const coversAll = (scope: SignatureScope) =>
  !scope.canonBodyLengthLimited && /(^|:)\s*from\s*(:|$)/i.test(scope.signingHeaders?.keys ?? '');
