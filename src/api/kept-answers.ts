/*
 * Answers to writes that named an idempotency key: whoever sends the same again gets the same answer, and nothing is done
 * twice. This process remembers them for a day; that nothing is done twice holds longer, by the id that a call gets.
 */
import { createHash, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { DAY_MS } from '../domain/duration.ts';
import { wrong } from './problems.ts';
import type { Answer } from './registry.ts';

const MOST = 5000;

interface Kept {
  readonly sent: string;
  readonly answer: Promise<Answer | Response>;
}

export interface KeptAnswers {
  /**
   * Answers as before, or does it; failures are forgotten.
   * @param sent all that was sent. @throws ApiProblem 422 when something else was sent under this id.
   */
  once(id: string, sent: string, act: () => Promise<Answer | Response>): Promise<Answer | Response>;
}

export function createKeptAnswers(): KeptAnswers {
  const kept = new LRUCache<string, Kept>({ max: MOST, ttl: DAY_MS });
  return {
    once(id, sent, act) {
      const digest = hashOf([sent]);
      const before = kept.get(id);
      if (before && before.sent !== digest)
        throw wrong(KEY, 'It named another call before.', 'Name each by a key of its own.');
      if (before) return before.answer;
      const answer = act();
      kept.set(id, { sent: digest, answer });
      answer.catch(() => kept.delete(id));
      return answer;
    },
  };
}

const KEY = 'Idempotency-Key';
const WELL_FORMED = /^[ -~]{1,200}$/;

/** @throws ApiProblem 422 */
export function checkKey(key: string): string {
  if (WELL_FORMED.test(key)) return key;
  throw wrong(KEY, 'It is not a key.', 'Send 1 to 200 ASCII characters, such as a UUID.');
}

/** Names a call: the same, whichever process takes it, for one that is sent again with the same key. A UUID. */
export function callId(parts: readonly string[] | undefined): string {
  if (!parts) return randomUUID();
  const hex = hashOf(parts);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const hashOf = (parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
