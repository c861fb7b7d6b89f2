import { type Caller, callerOf, provenCaller } from '../caller.ts';
import { CHANNEL_HEADER } from '../channel.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';

type Header = (name: string) => string | undefined;

/** What proves who somebody is, and says by which client they came. */
const PROOFS = ['authorization', 'cookie', CHANNEL_HEADER];

/**
 * Who a reader is now, by what they came with: a session may have ended meanwhile, an account or a group as well. What
 * cannot be asked at the moment is taken to be as it was.
 * @returns undefined when they are nobody any more.
 */
export async function judgeAgain(deps: ApiDeps, before: Caller, header: Header): Promise<Caller | undefined> {
  const headers = new Headers(PROOFS.flatMap((name): [string, string][] => [[name, header(name) ?? '']]).filter(sent));
  try {
    const proven = await provenCaller(deps, new Request(deps.config.publicUrl, { headers }));
    return await callerOf(deps, proven, headers);
  } catch (error) {
    const isKnown = error instanceof ApiProblem && (error.status === 401 || error.status === 403);
    return isKnown ? undefined : before;
  }
}

const sent = ([, value]: [string, string]): boolean => value !== '';
