import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { type Follower, followRequest } from './follower.ts';
import { createOpenStreams, type OpenStreams } from './open-streams.ts';
import { type Sharing, shareEach } from './shared.ts';
import { BEAT, type Beat } from './stream.ts';
import { createWorkWatch, type WorkWatch } from './work-watch.ts';

/** What of this process's event streams is shared by all of its readers. */
export interface Events {
  /** By reference. */
  readonly requests: Sharing<Follower>;
  readonly work: WorkWatch;
  readonly open: OpenStreams;
  readonly rhythm: Rhythm;
  /** Ends every stream, and waits until Temporal is asked no more for any: its client must not be closed before. */
  close(): Promise<void>;
}

export interface Rhythm extends Beat {
  /** How often it is asked again whether a reader is who they were and may still see this, in milliseconds. */
  readonly judgeEveryMs: number;
  /** Between two looks for what changed in people's work, in milliseconds. */
  readonly lookEveryMs: number;
}

const RHYTHM: Rhythm = { ...BEAT, judgeEveryMs: 120_000, lookEveryMs: 2_000 };

/** Temporal's client goes on with a call that it tries again, whoever has given it up. */
const MOST_WAIT_MS = 10_000;

/** Follows nothing yet. @param rhythm where it differs from the usual. */
export function createEvents(client: Client, rhythm: Partial<Rhythm> = {}): Events {
  const all = { ...RHYTHM, ...rhythm };
  const open = createOpenStreams();
  const asking = new Set<Promise<void>>();
  const keep = (done: Promise<void>) => {
    asking.add(done);
    void done.finally(() => asking.delete(done));
  };
  return {
    requests: shareEach((reference, changed) => {
      const follower = followRequest(client, reference, changed);
      keep(follower.done);
      return follower;
    }),
    work: createWorkWatch(client, all.lookEveryMs, keep),
    open,
    rhythm: all,
    close: async () => {
      open.close();
      await Promise.race([Promise.all(asking), delay(MOST_WAIT_MS, undefined, { ref: false })]);
    },
  };
}
