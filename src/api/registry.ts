/*
 * Routes are data: one value says all about a route, and from the list of them (`routes.ts`) come what is served, its
 * description (`openapi.ts`) and the test of who may call what. What a handler gets has passed `serve.ts`.
 */
import type { z } from 'zod';
import { INCIDENT_KEY } from '../domain/incident-key.ts';
import { REFERENCE, SLUG } from '../domain/naming.ts';
import type { RequestStatus } from '../domain/status.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import type { RequestRight, Right } from './rights.ts';

/** Groups of routes, as the description shows them. */
export const TAGS = {
  You: 'Who is signed in.',
  Requests: 'Asking for something, and reading what became of it.',
  Catalogue: 'What can be asked for.',
  People: 'People of the directory.',
  Projects: 'Projects, their environments and people.',
  Work: 'What waits for a person: tasks, decisions, repairs.',
  History: 'Closed requests as the ledger has them, however long ago that was.',
  Incidents: 'What stops many requests at once.',
  Operations: 'How requests flow, what clusters hold, how the systems are.',
  Freezes: 'Windows in which nothing is merged and nothing applied.',
  Absences: 'When people are away, and who stands in.',
  Audit: 'The record of what was decided and done.',
  'Service tokens': 'By which programs act, each for some projects and until a day.',
  Webhooks: 'Addresses outside that are told how requests go on.',
  Temporal: 'The codec server of Temporal UI and of `temporal --codec-endpoint`.',
} as const;
export type Tag = keyof typeof TAGS;

/** What stands in a path, by name: the same in every path. */
export const PARAMETERS = {
  reference: { is: 'Reference of a request.', pattern: REFERENCE.source, example: 'BR-7F3K2M9QXA' },
  project: { is: 'Name of a project.', pattern: SLUG.source, example: 'payments' },
  token: { is: 'Id of a service token.', pattern: '^[0-9a-f]{12}$', example: '0a1b2c3d4e5f' },
  webhook: { is: 'Id of a webhook.', pattern: '^[0-9a-f]{12}$', example: '0a1b2c3d4e5f' },
  incident: { is: 'Key of an incident.', pattern: INCIDENT_KEY.source, example: 'forbidden-3f2a9c1d04' },
} as const;

type ParametersOf<P extends string> = P extends `${string}:${infer N}/${infer Rest}`
  ? N | ParametersOf<`/${Rest}`>
  : P extends `${string}:${infer N}`
    ? N
    : never;
type KnownPath<P extends string> = ParametersOf<P> extends keyof typeof PARAMETERS ? P : never;

type Success = 200 | 201 | 202;
/** What is answered when all went well, by status. */
export type Answers = { readonly [S in Success]?: z.ZodType };

type Refusals = { readonly [S in 404 | 409 | 422]?: string };

/** A call that has passed the wrapper. */
export interface Call<R extends Right = Right, Q = unknown, B = unknown, P extends string = never> {
  readonly deps: ApiDeps;
  readonly caller: Caller;
  /** The request of the path, for rights over a request. */
  readonly status: R extends RequestRight ? RequestStatus : undefined;
  /** Names this call, as a UUID: the same for one that is sent again with the same idempotency key. */
  readonly id: string;
  readonly params: Readonly<Record<P, string>>;
  readonly query: Q;
  readonly body: B;
  readonly header: (name: string) => string | undefined;
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal;
}

/** Without a status it is 200. */
export interface Answer<S extends Success = Success, T = unknown> {
  readonly status?: S;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: T;
}

type Valued<S extends Success, T> = S extends 200 ? Answer<S, T> : Answer<S, T> & { readonly status: S };
/** One of those that a route declares; a `Response` for what is no JSON, such as a stream. */
export type AnswerOf<A extends Answers> =
  | { [S in keyof A & Success]: A[S] extends z.ZodType<infer T> ? Valued<S, T> : never }[keyof A & Success]
  | Response;

interface About<P extends string, A extends Answers> {
  readonly path: P & KnownPath<P>;
  readonly tag: Tag;
  /** One line, for people. */
  readonly summary: string;
  readonly answers: A;
  /** What may stand in the way of this route beside what every route may answer, by status: when, in a sentence. */
  readonly refuses?: Refusals;
}

interface Declared<P extends string, R extends Right, Q, B, A extends Answers> extends About<P, A> {
  readonly method: 'GET' | 'POST';
  readonly right: R;
  /** Without a schema nothing is read of that part. */
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
  /** A POST that changes nothing. */
  readonly changesNothing?: true;
  /** Its answer is not kept, not even for who sends the same once more. */
  readonly tellsSecret?: true;
  /** Nobody needs it often: it is also counted by itself, up to a lower limit. */
  readonly scarce?: true;
  handle(call: Call<R, Q, B, ParametersOf<P>>): Promise<AnswerOf<A>>;
}

/** A route whichever its types are. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly right: Right;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answers: Answers;
  readonly refuses?: Refusals;
  readonly changesNothing?: true;
  readonly tellsSecret?: true;
  readonly scarce?: true;
  /** Also shown, without a caller, to whom the request itself names while the directory cannot be reached. */
  readonly shownToNamed?: true;
  handle(call: never): Promise<Answer | Response>;
  /** Answers when there is no such request, or none that the caller may see; throws a 404. */
  otherwise?(call: never): Promise<Answer | Response>;
}

/** One route: who may, what it takes, what it answers, what it does. */
export function defineRoute<const P extends string, R extends Right, A extends Answers, Q = undefined, B = undefined>(
  spec: Declared<P, R, Q, B, A>,
): Route {
  return spec;
}

interface Reading<P extends string, A extends Answers> extends About<P, A> {
  read(status: RequestStatus, deps: ApiDeps): Promise<AnswerOf<A>>;
  otherwise?(deps: ApiDeps, caller: Caller, reference: string): Promise<AnswerOf<A>>;
}

/**
 * A route that only shows one request, to whoever may see it. While the directory cannot be reached it still shows it to
 * those whom the request itself names.
 */
export function defineReading<const P extends string, A extends Answers>(spec: Reading<P, A>): Route {
  const { read, otherwise, ...about } = spec;
  return {
    ...about,
    method: 'GET',
    right: 'see',
    shownToNamed: true,
    handle: ({ deps, status }: Call<'see'>) => read(status, deps),
    ...(otherwise
      ? {
          otherwise: ({ deps, caller, params }: Call<'see', unknown, unknown, 'reference'>) =>
            otherwise(deps, caller, params.reference),
        }
      : {}),
  };
}
