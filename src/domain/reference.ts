import { createHash } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The reference of a request: `BR-` and ten Crockford base32 characters, a hash of the intake key, so that the same
 * mail read twice gives the same request. Not for workflow code: it uses Node's crypto.
 */
export function referenceOf(intakeKey: string): string {
  const digest = createHash('sha256').update(intakeKey).digest();
  const characters = [...digest.subarray(0, 10)].map((byte) => CROCKFORD[byte & 31]);
  return `BR-${characters.join('')}`;
}
