/*
 * Proof that the API took an absence in: without it anybody who can signal a workflow could name who stands in, or keep
 * reminders from somebody.
 */
import type { Secret } from '../config.ts';
import type { Absence } from '../domain/absence.ts';
import { signToken, verifyToken } from './tokens.ts';

const BOUND = ['id', 'from', 'until', 'delegate', 'by', 'at'] as const;

/** The proof outlasts the window, since clocks differ. */
const AFTERWARDS_SECONDS = 3600;

/** The absence of this person with its proof. */
export async function signAbsence(key: Secret, person: string, absence: Absence): Promise<Absence> {
  const left = Math.ceil((Date.parse(absence.until) - Date.now()) / 1000) + AFTERWARDS_SECONDS;
  return { ...absence, token: await signToken(key, 'absence', claimsOf(person, absence), left) };
}

/** True when we have made the token for exactly this absence of this person. */
export async function isProvenAbsence(key: Secret, person: string, absence: Absence): Promise<boolean> {
  const claims = await verifyToken(key, 'absence', absence.token ?? '').catch(() => undefined);
  return Object.entries(claimsOf(person, absence)).every(([name, value]) => claims?.[name] === value);
}

const claimsOf = (person: string, absence: Absence): Record<string, unknown> => ({
  person,
  ...Object.fromEntries(BOUND.map((name) => [name, absence[name]])),
});
