import { ApiProblem } from '../problems.ts';

/** Tabs of one person, with room for what a program follows. */
const MOST_OF_ONE = 40;
/** More would cost a process what its other calls need. */
const MOST = 2_000;

/** The streams that are open, so that nobody has too many and all end with the API. */
export interface OpenStreams {
  /**
   * Counts a stream of this caller until `left` is called; `end` is called when the API ends.
   * @throws ApiProblem 429 when they have too many, 503 when everybody together has.
   */
  enter(caller: string, end: () => void): { left(): void };
  close(): void;
}

export function createOpenStreams(): OpenStreams {
  const open = new Map<object, { readonly caller: string; readonly end: () => void }>();
  return {
    enter: (caller, end) => {
      const own = [...open.values()].filter((stream) => stream.caller === caller).length;
      if (own >= MOST_OF_ONE) throw new ApiProblem(429, `You follow ${own} things at once. Close a few pages.`);
      if (open.size >= MOST) throw new ApiProblem(503, 'Too many pages are open at once. Load this one again later.');
      const stream = {};
      open.set(stream, { caller, end });
      return { left: () => void open.delete(stream) };
    },
    close: () => {
      for (const { end } of open.values()) end();
    },
  };
}
