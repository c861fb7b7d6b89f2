import type { SenderProof } from '../domain/request.ts';
import { type Mail, valuesOf } from './message.ts';

/** How a sender is proven. */
export interface SenderRules {
  /** How our own MX names itself in Authentication-Results; absent when no MX is trusted. */
  readonly trustedAuthserv?: string | undefined;
  /** Domains whose DKIM signature over the whole message and its From header holds. */
  signedBy(raw: Buffer): Promise<readonly string[]>;
}

/**
 * Whether the From address is more than a claim. Our own MX is believed, when it speaks in the topmost
 * Authentication-Results: what it says, good or bad, is final. Else a signature of the sender's domain counts.
 */
export async function proveSender(mail: Mail, raw: Buffer, rules: SenderRules): Promise<SenderProof> {
  const [from, ...more] = mail.from;
  if (!from || more.length > 0) return 'unproven';
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const verdict = rules.trustedAuthserv ? dmarcVerdict(mail, rules.trustedAuthserv) : undefined;
  if (verdict) return verdict.result === 'pass' && isAligned(domain, verdict.domain) ? 'proven' : 'unproven';
  const signers = await rules.signedBy(raw);
  return signers.some((signer) => isAligned(domain, signer)) ? 'proven' : 'unproven';
}

/**
 * Relaxed alignment, one way only: `example.test` covers `mail.example.test`, as a signature's domain and as what an
 * MX names (rspamd names the domain whose policy it found, not that of the address).
 */
const isAligned = (domain: string, signer: string) =>
  signer.includes('.') && (domain === signer || domain.endsWith(`.${signer}`));

/**
 * Without comments, and without what stands in quotes: a sender may put words into both, such as a verdict of its own.
 * What is never closed hides all that follows it.
 */
function withoutComments(value: string): string {
  let kept = '';
  let depth = 0;
  let quoted = false;
  for (const [character] of value.matchAll(/\\?./gs)) {
    if (depth === 0 && character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth += 1;
    else if (depth > 0 && character === ')') depth -= 1;
    else if (depth === 0) kept += character;
  }
  return kept;
}

interface DmarcVerdict {
  readonly result: string;
  readonly domain: string;
}

/** What the topmost Authentication-Results says about DMARC; undefined when it is not from this server. */
function dmarcVerdict(mail: Mail, authserv: string): DmarcVerdict | undefined {
  const top = valuesOf(mail.headers, 'authentication-results')[0];
  const [id = '', ...results] = withoutComments(top ?? '')
    .toLowerCase()
    .split(';');
  if (id.trim().split(/\s+/)[0] !== authserv.toLowerCase()) return undefined;
  const dmarc = results.map((result) => result.trim()).filter((result) => result.startsWith('dmarc='));
  if (dmarc.length !== 1) return { result: 'none', domain: '' };
  const words = dmarc[0]?.split(/\s+/) ?? [];
  const valueOf = (name: string) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  return { result: valueOf('dmarc'), domain: valueOf('header.from') };
}
