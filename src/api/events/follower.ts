/*
 * Follows one request: its history by one long poll, and, once its workflow has done something, its status from the memo
 * and its story from a worker. While Temporal or the workers are away, what was read last stands.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
// It is CommonJS, whose names Node does not see.
import proto from '@temporalio/proto';
import { askWithin } from '../../clients/temporal.ts';
import { requestWorkflowId } from '../../domain/naming.ts';
import type { RequestStatus, TimelineEntry } from '../../domain/status.ts';
import { STATUS_MEMO, timelineQuery } from '../../workflows/messages.ts';
import { rest } from './rest.ts';

/** A request as it was read last. */
export interface Seen {
  /** Undefined until it was read, or has published one. The same object until it changes. */
  readonly status: RequestStatus | undefined;
  /** Oldest first; undefined until a worker has told it. */
  readonly timeline: readonly TimelineEntry[] | undefined;
  /** It has ended: this is the last of it. */
  readonly isOver: boolean;
}

export interface Follower {
  seen(): Seen;
  stop(): void;
  /** Resolves when it asks Temporal no more. */
  readonly done: Promise<void>;
}

/** Longer than Temporal lets a poll wait. */
const POLL_MS = 90_000;
const CALL_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 15_000;

const { EventType, WorkflowExecutionStatus } = proto.temporal.api.enums.v1;
/** Only by one of these does a workflow change what it says. */
const TASK_DONE = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;
const RUNNING = WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;

/**
 * Follows until the request has ended or `stop` is called.
 * @param changed is called whenever what is seen has changed.
 */
export function followRequest(client: Client, reference: string, changed: () => void): Follower {
  const stopped = new AbortController();
  const { signal } = stopped;
  let seen: Seen = { status: undefined, timeline: undefined, isOver: false };
  const show = (news: Partial<Seen>) => {
    const next = { ...seen, ...news };
    if (signal.aborted || isDeepStrictEqual(seen, next)) return;
    seen = { ...next, status: isDeepStrictEqual(seen.status, next.status) ? seen.status : next.status };
    changed();
  };
  const asked: Asked = (ms, call) => askWithin(client, signal, ms, call);
  const done = follow({ client, workflowId: requestWorkflowId(reference), signal, asked, show });
  return { seen: () => seen, stop: () => stopped.abort(), done: done.then(() => show({ isOver: true })) };
}

type Asked = <T>(ms: number, call: () => Promise<T>) => Promise<T>;

interface Following {
  readonly client: Client;
  readonly workflowId: string;
  readonly signal: AbortSignal;
  readonly asked: Asked;
  readonly show: (news: Partial<Seen>) => void;
}

/** Resolves when the request has ended, or is followed no more. */
async function follow(following: Following): Promise<void> {
  /** How far the history was polled, and the last event that what is shown knows of; undefined: there is news. */
  let token: Uint8Array | undefined;
  let known: number | undefined;
  for (let pause = FIRST_PAUSE_MS; !following.signal.aborted; ) {
    try {
      known ??= await read(following);
      if (known === Number.POSITIVE_INFINITY) return;
      const polled = await poll(following, token);
      token = polled.token;
      if (!token || polled.lastDone > known) known = undefined;
      pause = FIRST_PAUSE_MS;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return;
      if (known !== undefined) token = undefined;
      await rest(pause * (0.5 + Math.random()), following.signal);
      pause = Math.min(pause * 2, LAST_PAUSE_MS);
    }
  }
}

/** Waits for events after the token, which is absent once the run has ended; `lastDone` is the last task among them. */
async function poll({ client, workflowId, asked }: Following, token: Uint8Array | undefined) {
  const { history, nextPageToken } = await asked(POLL_MS, () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId },
      waitNewEvent: true,
      ...(token ? { nextPageToken: token } : {}),
    }),
  );
  const last = history?.events?.findLast(({ eventType }) => eventType === TASK_DONE);
  return {
    token: nextPageToken.length > 0 ? nextPageToken : undefined,
    lastDone: Number(last?.eventId ?? 0),
  };
}

/**
 * Shows the status, then the story, for which a worker may have to be waited.
 * @returns the last event that both know of; infinity when there will be none after it.
 */
async function read({ client, workflowId, asked, show }: Following): Promise<number> {
  const handle = client.workflow.getHandle(workflowId);
  const { memo, historyLength, raw } = await asked(CALL_MS, () => handle.describe());
  const status = memo?.[STATUS_MEMO] as RequestStatus | undefined;
  if (status) show({ status });
  show({ timeline: await asked(CALL_MS, () => handle.query(timelineQuery)) });
  return raw.workflowExecutionInfo?.status === RUNNING ? historyLength : Number.POSITIVE_INFINITY;
}
