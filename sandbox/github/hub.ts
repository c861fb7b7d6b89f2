import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { SandboxContext } from '../kit/context.ts';
import type { ActionsSettings, Runner } from './actions/runs.ts';
import type { Accounts, Actor, Permission } from './auth.ts';
import { GithubError, notFound } from './errors.ts';
import type { Exchange } from './exchange.ts';
import type { Git } from './git.ts';
import type { Hooks } from './hooks.ts';
import { type Pull, REPOSITORY, type State } from './state.ts';

/** What every route works with. */
export interface Hub {
  readonly context: SandboxContext;
  readonly git: Git;
  readonly state: State;
  readonly accounts: Accounts;
  readonly hooks: Hooks;
  /** What workflows are given. */
  actions: ActionsSettings;
  readonly runner: Runner;
  /** Told every call of the REST API with its answer. */
  heard: ((exchange: Exchange) => void) | undefined;
  /** Where the server answers, without a slash at the end; known once it listens. */
  url: string;
}

export interface Env {
  Bindings: HttpBindings;
  Variables: { actor: Actor };
}
export type Call = Context<Env>;

const RANKS: readonly Permission[] = ['none', 'read', 'write', 'admin'];

/** Refuses the caller who may not do this here, in GitHub's words. */
export function need(actor: Actor, permission: Permission): void {
  if (RANKS.indexOf(actor.permission) >= RANKS.indexOf(permission)) return;
  if (actor.permission === 'none') throw notFound();
  if (actor.kind !== 'user') throw new GithubError(403, 'Resource not accessible by integration');
  throw new GithubError(403, `Must have ${permission} rights to Repository.`);
}

/** The JSON body; an empty object when there is none. */
export async function bodyOf(call: Call): Promise<Record<string, unknown>> {
  const text = await call.req.text();
  if (text === '') return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new GithubError(400, 'Problems parsing JSON');
  }
}

/** A string of a body that must be there. */
export function required(body: Record<string, unknown>, field: string): string {
  const value = body[field];
  if (typeof value === 'string') return value;
  throw new GithubError(422, `Invalid request.\n\n"${field}" wasn't supplied.`);
}

export function optional(body: Record<string, unknown>, field: string): string | undefined {
  const value = body[field];
  return typeof value === 'string' ? value : undefined;
}

/** The pull request that the call's `:number` names. */
export function pullOf(hub: Hub, call: Call): Pull {
  const pull = hub.state.pulls.get(Number(call.req.param('number')));
  if (!pull) throw notFound();
  return pull;
}

export const apiUrl = (hub: Hub, path: string) => `${hub.url}/repos/example/${REPOSITORY}${path}`;
