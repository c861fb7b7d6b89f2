/** What Berth gives as a directory id (sAMAccountName): lower case, at most 20 characters, no dot at the end. */
export const PERSON_ID = /^[a-z0-9](?:[a-z0-9._-]{0,18}[a-z0-9_-])?$/;

const MAX_LENGTH = 20;
const FALLBACK = 'user';

/**
 * The id a new person would like to have: the local part of their mail address, without a plus tag and without
 * characters a directory refuses; numbered when it was refused as taken `taken` times.
 */
export function proposeId(mail: string, taken: number): string {
  const local = (mail.split('@')[0] ?? '').split('+')[0] ?? '';
  const plain = local
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '')
    .replace(/^[._-]+/, '');
  const number = taken === 0 ? '' : String(taken + 1);
  const room = MAX_LENGTH - number.length;
  return ((plain || FALLBACK).slice(0, room) + number).replace(/\.+$/, '');
}

/** A name for people from a mail address: `nina.berg@…` is Nina Berg. */
export function nameFromMail(mail: string): string {
  const words = ((mail.split('@')[0] ?? '').split('+')[0] ?? '').split(/[._-]+/).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || mail;
}
