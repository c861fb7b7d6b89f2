/*
 * Who is signed in with a browser, kept by Temporal: a session is a workflow that runs. So it outlives a restart of the API,
 * every process of the API knows it, and once it is ended no copy of its cookie is good for anything.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { memoOfRunning, unlessGone } from '../clients/temporal.ts';
import { sessionWorkflowId } from '../domain/naming.ts';
import { PASS_MEMO, TASK_QUEUES, WORKFLOWS } from '../workflows/messages.ts';

/** How somebody at a browser has proven who they are. */
export type SignInWay = 'oidc' | 'directory';

/** A session says who somebody is, and nothing else: what they may do is asked of the directory at each call. */
export interface Session {
  /** Directory id. */
  readonly person: string;
  readonly by: SignInWay;
  /** ISO 8601: it ends then, used or not. */
  readonly until: string;
}

/** A working day: after it everybody signs in again. */
export const SESSION_SECONDS = 12 * 3600;

/** Begins a session. @returns the secret that names it, which nobody but the browser gets. */
export async function beginSession(client: Client, { person, by }: Omit<Session, 'until'>): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const until = new Date(Date.now() + SESSION_SECONDS * 1000).toISOString();
  await client.workflow.start(WORKFLOWS.session, {
    workflowId: idOf(secret),
    taskQueue: TASK_QUEUES.main,
    args: [SESSION_SECONDS],
    memo: { [PASS_MEMO]: { person, by, until } satisfies Session },
    staticSummary: `${person} is signed in`,
  });
  return secret;
}

/** The session that this secret names; undefined when it has ended or never was. Needs no worker. */
export async function readSession(client: Client, secret: string): Promise<Session | undefined> {
  const session = await memoOfRunning<Session>(client, idOf(secret), PASS_MEMO);
  return session && Date.parse(session.until) > Date.now() ? session : undefined;
}

/** Ends it, for every browser that has its cookie. Needs no worker. */
export async function endSession(client: Client, secret: string): Promise<void> {
  await unlessGone(() => client.workflow.getHandle(idOf(secret)).terminate('signed out'));
}

const idOf = (secret: string): string => sessionWorkflowId(createHash('sha256').update(secret).digest('hex'));
