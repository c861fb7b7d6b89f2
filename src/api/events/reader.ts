import type { Caller } from '../caller.ts';
import type { ApiDeps } from '../deps.ts';
import { judgeAgain } from './judge.ts';
import { openStream, type ServerEvent } from './stream.ts';

/** What somebody follows. */
export interface Followed {
  /** What is new since the last call. */
  take(): readonly ServerEvent[];
  /** Whether this caller may go on: asked before anything is told, and again once they may be somebody else. */
  allows(caller: Caller): boolean;
  /** There will be nothing new. */
  isOver(): boolean;
  release(): void;
}

export interface Reading {
  readonly deps: ApiDeps;
  readonly caller: Caller;
  readonly header: (name: string) => string | undefined;
  readonly signal: AbortSignal;
}

/**
 * A stream of what somebody follows, for as long as they read it and may.
 * @param follow begins; what it is given is to be called whenever there may be something new.
 * @throws ApiProblem 429 or 503 when too many are open.
 */
export function streamTo({ deps, caller, header, signal }: Reading, follow: (wake: () => void) => Followed): Response {
  const { open, rhythm } = deps.events;
  let reader = caller;
  let isLost = false;
  const lose = () => {
    isLost = true;
    stream.end();
  };
  const wake = () => {
    if (!followed.allows(reader)) return lose();
    stream.wake();
    if (followed.isOver()) stream.end();
  };
  const entered = open.enter(caller.person.id, () => {
    stream.end();
    stream.cut();
  });
  const stream = openStream(
    {
      take: () => (isLost ? [] : followed.take()),
      ended: () => {
        clearInterval(judging);
        entered.left();
        followed.release();
      },
    },
    rhythm,
  );
  const followed = follow(wake);
  const judge = async () => {
    const now = await judgeAgain(deps, reader, header);
    if (!now) return lose();
    reader = now;
    wake();
  };
  const judging = setInterval(() => void judge(), rhythm.judgeEveryMs);
  judging.unref();
  if (signal.aborted) lose();
  signal.addEventListener('abort', lose, { once: true });
  wake();
  return stream.response;
}
