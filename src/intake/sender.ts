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
  if (verdict) return verdict.result === 'pass' && verdict.domain === domain ? 'proven' : 'unproven';
  const signers = await rules.signedBy(raw);
  return signers.some((signer) => isAligned(domain, signer)) ? 'proven' : 'unproven';
}

/** Relaxed alignment, one way only: a signature of `example.test` covers `mail.example.test`. */
const isAligned = (domain: string, signer: string) =>
  signer.includes('.') && (domain === signer || domain.endsWith(`.${signer}`));

interface DmarcVerdict {
  readonly result: string;
  readonly domain: string;
}

/** What the topmost Authentication-Results says about DMARC; undefined when it is not from this server. */
function dmarcVerdict(mail: Mail, authserv: string): DmarcVerdict | undefined {
  const top = valuesOf(mail.headers, 'authentication-results')[0];
  const [id = '', ...results] = (top ?? '')
    .toLowerCase()
    .replace(/\([^()]*\)/g, ' ')
    .split(';');
  if (id.trim().split(/\s+/)[0] !== authserv.toLowerCase()) return undefined;
  const dmarc = results.map((result) => result.trim()).filter((result) => result.startsWith('dmarc='));
  if (dmarc.length !== 1) return { result: 'none', domain: '' };
  const words = dmarc[0]?.split(/\s+/) ?? [];
  const valueOf = (name: string) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  return { result: valueOf('dmarc'), domain: valueOf('header.from') };
}
