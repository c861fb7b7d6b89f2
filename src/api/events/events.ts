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
  /** Ends every stream. */
  close(): void;
}

export interface Rhythm extends Beat {
  /** How often it is asked again whether a reader is who they were and may still see this, in milliseconds. */
  readonly judgeEveryMs: number;
  /** Between two looks for what changed in people's work, in milliseconds. */
  readonly lookEveryMs: number;
}

const RHYTHM: Rhythm = { ...BEAT, judgeEveryMs: 120_000, lookEveryMs: 2_000 };

/** Follows nothing yet. @param rhythm where it differs from the usual. */
export function createEvents(client: Client, rhythm: Partial<Rhythm> = {}): Events {
  const all = { ...RHYTHM, ...rhythm };
  const open = createOpenStreams();
  return {
    requests: shareEach((reference, changed) => followRequest(client, reference, changed)),
    work: createWorkWatch(client, all.lookEveryMs),
    open,
    rhythm: all,
    close: () => open.close(),
  };
}
