/*
 * Tells people when something that waits for them, or that they asked for, stands otherwise. One look at Visibility every
 * few seconds serves all readers of this process: it lists what concerns any of them, and what differs from the look
 * before is told to whom it concerns. Visibility is also what their list is read from, so what is told is in it.
 */
import type { Client } from '@temporalio/client';
import { type ListedExecution, listExecutions, memoStamp, quoted } from '../../clients/temporal.ts';
import { requestWorkflowId } from '../../domain/naming.ts';
import { STATUS_MEMO, WORKFLOWS } from '../../workflows/messages.ts';
import { rest } from './rest.ts';

/** Somebody to be told. */
export interface Reader {
  /** What requests name them by when they wait for them: directory id, mail address, queues. */
  readonly names: readonly string[];
  /** Called once soon, with all that concerns them, and then with what has changed: references. */
  tell(changed: readonly string[]): void;
}

export interface WorkWatch {
  /** @returns ends it. */
  add(reader: Reader): () => void;
}

/** How a request stood at a look: whom it concerns, and what it was, in short. */
interface Standing {
  readonly names: readonly string[];
  readonly stamp: string;
}
type Look = ReadonlyMap<string, Standing>;

/** Names in one question: the server refuses one that is too long. */
const NAMES = 100;
/** Looks take at most this part of the time, however many requests there are. */
const SHARE = 0.2;

/**
 * @param everyMs between two looks; longer when a look itself takes long.
 * @param keep is given what resolves when Temporal is asked no more.
 */
export function createWorkWatch(client: Client, everyMs: number, keep: (done: Promise<void>) => void): WorkWatch {
  const readers = new Set<Reader>();
  const told = new WeakSet<Reader>();
  let running: AbortController | undefined;

  async function watch(signal: AbortSignal): Promise<void> {
    for (let before: Look = new Map(); !signal.aborted; ) {
      const started = performance.now();
      const present = [...readers];
      const now = await look(client, namesOf(present), signal).catch(() => undefined);
      if (now) {
        const changes = changesBetween(before, now);
        for (const reader of present) if (readers.has(reader)) tell(reader, told.has(reader) ? changes : all(now));
        before = now;
      }
      await rest(Math.max(everyMs, (performance.now() - started) / SHARE), signal);
    }
  }

  function tell(reader: Reader, standings: readonly (readonly [string, readonly string[]])[]): void {
    const changed = standings.filter(([, names]) => names.some((name) => reader.names.includes(name)));
    if (told.has(reader) && changed.length === 0) return;
    told.add(reader);
    reader.tell(changed.map(([reference]) => reference));
  }

  return {
    add: (reader) => {
      readers.add(reader);
      if (!running) {
        running = new AbortController();
        keep(watch(running.signal));
      }
      return () => {
        readers.delete(reader);
        if (readers.size > 0) return;
        running?.abort();
        running = undefined;
      };
    },
  };
}

const namesOf = (readers: readonly Reader[]) => [...new Set(readers.flatMap(({ names }) => names))].toSorted();

const all = (look: Look) => [...look].map(([reference, { names }]) => [reference, names] as const);

/** References that stand otherwise, each with whom that concerns: also those for whom it waits no more. */
export function changesBetween(before: Look, now: Look): (readonly [string, readonly string[]])[] {
  const references = new Set([...before.keys(), ...now.keys()]);
  return [...references].flatMap((reference) => {
    const [old, next] = [before.get(reference), now.get(reference)];
    if (old?.stamp === next?.stamp) return [];
    return [[reference, [...(old?.names ?? []), ...(next?.names ?? [])]] as const];
  });
}

/** All that runs and concerns any of these. */
async function look(client: Client, names: readonly string[], signal: AbortSignal): Promise<Look> {
  const found = new Map<string, Standing>();
  for (let at = 0; at < names.length; at += NAMES) {
    for await (const execution of listExecutions(client, queryFor(names.slice(at, at + NAMES)), signal)) {
      found.set(execution.execution?.workflowId?.slice(PREFIX.length) ?? '', standingOf(execution));
    }
  }
  return found;
}

const PREFIX = requestWorkflowId('');

function queryFor(names: readonly string[]): string {
  const list = names.map(quoted).join(', ');
  return `WorkflowType = '${WORKFLOWS.request}' AND ExecutionStatus = 'Running' AND (BerthWaitingWho IN (${list}) OR BerthRequester IN (${list}))`;
}

function standingOf(execution: ListedExecution): Standing {
  const indexed = execution.searchAttributes?.indexedFields ?? {};
  const values = [indexed['BerthWaitingWho'], indexed['BerthRequester']].flatMap((payload): unknown =>
    payload?.data ? JSON.parse(Buffer.from(payload.data).toString()) : [],
  );
  return { names: values.filter((value) => typeof value === 'string'), stamp: memoStamp(execution, STATUS_MEMO) };
}
