import type { AfterDeadlineCode } from '../../../src/domain/after-deadline.ts';
import type { DecisionFact } from '../../../src/domain/decision-facts.ts';
import type { WaitCode } from '../parts/waits.ts';
import type { en } from './en.ts';
import type { TextsOf } from './type.ts';

/**
 * What Berth itself says in English, on every surface alike, as far as it comes from a closed list: in English it is shown
 * as it was sent, every other language words it.
 */
export interface Said {
  /** What is waited for. */
  readonly wait: Readonly<Record<WaitCode, string>>;
  /** What happens then. */
  readonly next: Readonly<Record<AfterDeadlineCode, string>>;
  /** Names of what somebody decides about. */
  readonly fact: Readonly<Record<DecisionFact, string>>;
}

/** A language beside English: it is complete, or does not compile. */
export type Translation = TextsOf<typeof en> & { readonly said: Said };
