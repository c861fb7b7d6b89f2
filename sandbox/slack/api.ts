import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { SandboxContext } from '../kit/context.ts';
import type { Fault } from '../kit/faults.ts';
import type { Env } from './env.ts';
import { type Arguments, METHODS, type Outcome, Refusal } from './methods.ts';
import type { Store } from './store.ts';

/** The app's token and what it may do. */
export interface Token {
  readonly text: string;
  scopes: readonly string[];
}

interface Answer {
  readonly body: Record<string, unknown>;
  /** True when something that people see has changed. */
  readonly wrote: boolean;
}

/** The Web API: `POST /api/<method>`. Plays the failures of the run, and writes down what was written. */
export function addApi(app: Hono<Env>, context: SandboxContext, store: Store, token: Token): void {
  app.post('/api/:method', async (c) => {
    const args = await readArguments(c);
    const what = describe(c.req.param('method'), args, store);
    const fault = context.faults.take('slack', what);
    if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault?.cut) return cut(c);
    if (fault?.status) return played(c, fault);
    const answer = call(c, args, store, token);
    if (!answer) return c.json({ ok: false, error: 'unknown_method' }, 501);
    const write = answer.wrote ? await context.writes.effect('slack', what) : undefined;
    if (fault?.lostReply) return cut(c);
    if (write) c.env.outgoing.once('finish', () => void context.writes.replied(write));
    return c.json(answer.body, 200, { 'x-oauth-scopes': token.scopes.join(',') });
  });
}

function call(c: Context<Env>, args: Arguments, store: Store, token: Token): Answer | undefined {
  const method = METHODS[c.req.param('method') ?? ''];
  if (!method) return undefined;
  try {
    checkToken(c, args, token.text);
    checkScopes(method.scopes?.(args) ?? [], token.scopes);
    if (method.json === false && isJson(c)) throw new Refusal('invalid_arguments');
    const outcome: Outcome = method.run(store, args);
    return { body: { ok: true, ...outcome }, wrote: method.writes === true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { body: { ok: false, error: error.message, ...error.details }, wrote: false };
  }
}

/** @throws Refusal `missing_scope` when the token lacks one. */
function checkScopes(needed: readonly string[], provided: readonly string[]): void {
  if (needed.every((scope) => provided.includes(scope))) return;
  throw new Refusal('missing_scope', { needed: needed.join(','), provided: provided.join(',') });
}

const isJson = (c: Context<Env>): boolean => (c.req.header('content-type') ?? '').startsWith('application/json');

/** A token in the body counts only in forms. */
function checkToken(c: Context<Env>, args: Arguments, token: string): void {
  const bearer = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1];
  const given = bearer ?? (isJson(c) ? undefined : args['token']);
  if (given === undefined) throw new Refusal('not_authed');
  if (given !== token) throw new Refusal('invalid_auth');
}

async function readArguments(c: Context<Env>): Promise<Arguments> {
  const body = await c.req.text();
  if (!isJson(c)) return Object.fromEntries(new URLSearchParams(body));
  try {
    return JSON.parse(body) as Arguments;
  } catch {
    return {};
  }
}

/** `chat.postMessage C0BERTH BR-…/ready`; an update is named for what the message was posted as. */
function describe(method: string, args: Arguments, store: Store): string {
  const [channel, ts, users] = [textOf(args['channel']), textOf(args['ts']), textOf(args['users'])];
  const { reference, what } =
    (store.find(channel, ts)?.metadata ?? parseMetadata(args['metadata']))?.event_payload ?? {};
  const mark = reference ? `${textOf(reference)}/${textOf(what)}` : '';
  return [method, channel || users, mark].filter((part) => part !== '').join(' ');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function parseMetadata(value: unknown): { event_payload?: Record<string, unknown> } | undefined {
  try {
    return (typeof value === 'string' ? JSON.parse(value) : value) as { event_payload?: Record<string, unknown> };
  } catch {
    return undefined;
  }
}

/** Slack tells how long to wait in seconds. */
function played(c: Context<Env>, { status, message, headers }: Fault): Response {
  const retryAfter: Record<string, string> = status === 429 ? { 'retry-after': '1' } : {};
  const error = message ?? (status === 429 ? 'ratelimited' : 'internal_error');
  return c.json({ ok: false, error }, status as ContentfulStatusCode, { ...retryAfter, ...headers });
}

/** Ends the connection without an answer. */
function cut(c: Context<Env>): Response {
  c.env.incoming.socket.destroy();
  return new Response(null);
}
