import { randomInt } from 'node:crypto';

const LOWER = 'abcdefghijkmnpqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '23456789';
const ANY = LOWER + UPPER + DIGITS;
const PAIRS = 14;

const pick = (from: string) => from.charAt(randomInt(from.length));

/**
 * A password nobody is meant to know, of about 160 bits. Never more than two letters or digits stand together, so
 * that it cannot hold somebody's name, which directories refuse.
 */
export function randomPassword(): string {
  const pairs = Array.from({ length: PAIRS }, () => pick(ANY) + pick(ANY));
  return [pick(LOWER) + pick(UPPER), `${pick(DIGITS)}${pick(DIGITS)}`, ...pairs].join('!');
}
