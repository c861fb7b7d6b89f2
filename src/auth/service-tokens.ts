/*
 * Tokens of programs, each good for some projects and until a day. Kept by Temporal as sessions are: a token is a workflow
 * that runs, which shows whom it lets in and a hash of its secret. Nobody can read the secret anywhere once it was shown.
 */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { inBatches } from '../clients/in-batches.ts';
import { memoOfRunning, startOnce, unlessGone } from '../clients/temporal.ts';
import { compare } from '../domain/compare.ts';
import { namedBy, serviceTokenWorkflowId } from '../domain/naming.ts';
import { PASS_MEMO, TASK_QUEUES, WORKFLOWS } from '../workflows/messages.ts';

/** A token as operators see it. */
export interface ServiceToken {
  readonly id: string;
  /** What it is for, such as `deploy-bot`. */
  readonly name: string;
  /** None of one that reads. */
  readonly projects: readonly string[];
  /** It sees every project, and asks for nothing. */
  readonly readsAll?: true;
  /** Directory id of the operator who made it. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** ISO 8601: it is good for nothing then. */
  readonly until: string;
}

const READS_AT_ONCE = 20;

interface Kept extends ServiceToken {
  /** SHA-256 of the secret: that is random, so nobody finds it by trying. */
  readonly hash: string;
}

/** By the beginning they are known, to us and to whoever looks for leaked ones. */
const TOKEN = /^berth_([0-9a-f]{12})_([\w-]{43})$/;

export const isServiceToken = (token: string): boolean => token.startsWith('berth_');

/** Keeps the token. @returns what the program sends, now and never again; undefined when there is one of that id. */
export async function makeServiceToken(client: Client, token: ServiceToken): Promise<string | undefined> {
  const secret = randomBytes(32).toString('base64url');
  const seconds = Math.ceil((Date.parse(token.until) - Date.now()) / 1000);
  const kept: Kept = { ...token, hash: sha256(secret).toString('base64url') };
  const isMade = await startOnce(client, WORKFLOWS.serviceToken, {
    workflowId: serviceTokenWorkflowId(token.id),
    taskQueue: TASK_QUEUES.main,
    args: [seconds],
    memo: { [PASS_MEMO]: kept },
    staticSummary: `Lets ${token.name} in`,
  });
  return isMade ? `berth_${token.id}_${secret}` : undefined;
}

/** The token that a program sends; undefined when it is not ours, is over or was revoked. Needs no worker. */
export async function readServiceToken(client: Client, sent: string): Promise<ServiceToken | undefined> {
  const [, id = '', secret = ''] = TOKEN.exec(sent) ?? [];
  const kept = id === '' ? undefined : await findKept(client, id);
  if (!kept || !timingSafeEqual(sha256(secret), Buffer.from(kept.hash, 'base64url'))) return undefined;
  return withoutHash(kept);
}

/** The one of this id that is still good. */
export async function findServiceToken(client: Client, id: string): Promise<ServiceToken | undefined> {
  const kept = await findKept(client, id);
  return kept && withoutHash(kept);
}

/** All that are still good, those that end first before others; the list lags by a moment. */
export async function listServiceTokens(client: Client): Promise<ServiceToken[]> {
  const query = `WorkflowType = '${WORKFLOWS.serviceToken}' AND ExecutionStatus = 'Running'`;
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(namedBy(workflowId));
  const tokens = await inBatches(ids, READS_AT_ONCE, (id) => findServiceToken(client, id));
  return tokens.filter((token) => token !== undefined).toSorted((a, b) => compare(a.until, b.until));
}

/** From now on it lets nobody in. Needs no worker. */
export async function revokeServiceToken(client: Client, id: string, by: string): Promise<void> {
  await unlessGone(() => client.workflow.getHandle(serviceTokenWorkflowId(id)).terminate(`revoked by ${by}`));
}

async function findKept(client: Client, id: string): Promise<Kept | undefined> {
  const kept = await memoOfRunning<Kept>(client, serviceTokenWorkflowId(id), PASS_MEMO);
  return kept && Date.parse(kept.until) > Date.now() ? kept : undefined;
}

const withoutHash = ({ hash: _, ...token }: Kept): ServiceToken => token;

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
