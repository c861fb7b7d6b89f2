/* The link by which somebody decides from their mail, and the nonce of the page behind it. */
import { errors } from 'jose';
import { z } from 'zod';
import type { Secret } from '../config.ts';
import { signToken, verifyToken } from './tokens.ts';

/** What one link lets one person decide about, once. */
const link = z.object({
  /** Of the link: the decision made by it is named after it, so a second press is the same decision. */
  id: z.uuid(),
  reference: z.string(),
  specHash: z.string(),
  stage: z.string(),
  /** Directory id. */
  person: z.string(),
});
export type DecisionLink = z.infer<typeof link>;

const LONGEST_SECONDS = 7 * 24 * 3600;
/** A page may stay open while somebody is asked, or thinks. */
const PAGE_SECONDS = 12 * 3600;

/** The token of a link: good until then, and for seven days at most. */
export function signDecisionLink(key: Secret, claims: DecisionLink, until: Date): Promise<string> {
  const left = Math.floor((until.getTime() - Date.now()) / 1000);
  return signToken(key, 'decide-by-mail', { ...claims }, Math.min(left, LONGEST_SECONDS));
}

/** What a token lets somebody do; or that it did so until it expired, or never did. */
export async function readDecisionLink(key: Secret, token: string): Promise<DecisionLink | 'expired' | 'invalid'> {
  try {
    return link.safeParse(await verifyToken(key, 'decide-by-mail', token)).data ?? 'invalid';
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
  }
}

/** Id of the decision that a link makes. */
export const decisionIdOf = ({ id }: DecisionLink): string => `mail-${id}`;

/** Proof that a form was sent from the page that we showed behind this link. */
export const signPage = (key: Secret, { id }: DecisionLink): Promise<string> =>
  signToken(key, 'decide-page', { link: id }, PAGE_SECONDS);

export async function isFromPage(key: Secret, { id }: DecisionLink, nonce: string): Promise<boolean> {
  const claims = await verifyToken(key, 'decide-page', nonce).catch(() => undefined);
  return claims?.['link'] === id;
}
