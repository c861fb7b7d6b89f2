import { useEffect } from 'react';
import { useFollow, useReadAgain, useRequest } from '../request/data.ts';

/** How long between two looks while somebody waits for what comes of an act of theirs, in milliseconds. */
const LOOK_AGAIN = 1_500;

/**
 * How a request stands, and from then on what changes.
 * @param awaited somebody has just acted and waits for what comes of it: it is looked at even where no event arrives.
 */
export function useStanding(reference: string, awaited: boolean): ReturnType<typeof useRequest> {
  const query = useRequest(reference);
  useFollow(reference, query.data);
  const readAgain = useReadAgain(reference);
  useEffect(() => {
    if (!awaited) return undefined;
    const timer = setInterval(() => void readAgain(), LOOK_AGAIN);
    return () => clearInterval(timer);
    // What reads again is made anew at each rendering, and does the same.
  }, [awaited, reference]);
  return query;
}
