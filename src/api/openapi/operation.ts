/* One route as OpenAPI describes it. */
import type { z } from 'zod';
import { rolesThat } from '../../auth/roles.ts';
import { events } from '../answers/shape.ts';
import { type ProblemStatus, TITLES } from '../problems.ts';
import { PARAMETERS, type Route } from '../registry.ts';
import { kindAndVerb } from '../rights.ts';
import { exampleOf } from './examples.ts';
import { type DescribedAnswers, describeInput, type Json, shapeRef } from './schemas.ts';

export function operation(route: Route, answers: DescribedAnswers): Json {
  const { tag, summary, right, body } = route;
  return {
    operationId: idOf(route),
    tags: [tag],
    summary,
    description: whoMayCall(route),
    'x-berth-right': right,
    parameters: parametersOf(route),
    ...(body ? { requestBody: { required: true, content: { 'application/json': bodyOf(body) } } } : {}),
    responses: { ...successes(route, answers), ...problems(route) },
  };
}

function bodyOf(body: z.ZodType): Json {
  const example = exampleOf(body);
  return { schema: describeInput(body), ...(example === undefined ? {} : { example }) };
}

/** `getRequestsReferenceTimeline` */
const idOf = ({ method, path }: Route): string =>
  method.toLowerCase() +
  path
    .replace(/^\/api/, '')
    .split(/[^a-z]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

function whoMayCall({ right }: Route): string {
  if (right === 'signed-in') return 'For everybody whom the directory knows; each sees what concerns them.';
  const roles = rolesThat(...kindAndVerb(right)).map((role) => `\`${role}\``);
  return `Needs the right \`${right}\`, which these roles have: ${roles.join(', ')}.`;
}

function parametersOf(route: Route): Json[] {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const { is, pattern, example } = PARAMETERS[name as keyof typeof PARAMETERS];
    return { name, in: 'path', required: true, description: is, schema: { type: 'string', pattern }, example };
  });
  return [...inPath, ...queryOf(route.query), ...headersOf(route)];
}

function queryOf(query: z.ZodType | undefined): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = describeInput(query) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema,
  }));
}

const headersOf = ({ method, changesNothing, answers }: Route): Json[] => {
  if (method === 'GET') return answers[200] === events ? [] : [{ $ref: '#/components/parameters/IfNoneMatch' }];
  return changesNothing ? [] : [{ $ref: '#/components/parameters/IdempotencyKey' }];
};

const DONE = { 200: 'Done, or found.', 201: 'Made.', 202: 'Taken in; what comes of it is in the status.' } as const;

function successes({ method, answers }: Route, described: DescribedAnswers): Json {
  const all = Object.entries(answers).map(([status, schema]) => {
    const type = schema === events ? 'text/event-stream' : 'application/json';
    const tagged = method === 'GET' && schema !== events;
    const headers = tagged ? { ETag: { $ref: '#/components/headers/ETag' } } : {};
    const content = { [type]: { schema: described.of(schema) } };
    return [status, { description: DONE[Number(status) as keyof typeof DONE], headers, content }] as const;
  });
  const unchanged = method === 'GET' && answers[200] !== events ? { 304: { description: 'As you have it.' } } : {};
  return { ...Object.fromEntries(all), ...unchanged };
}

/** By which statuses a call of this route may fail. */
export function problemsOf({ path, query, body, method, refuses = {} }: Route): ProblemStatus[] {
  const always = [401, 403, 429, 500, 503] as const;
  const named = path.includes(':') ? ([404] as const) : [];
  const sent = body ? ([400, 413, 415, 422] as const) : query ? ([422] as const) : [];
  const keyed = method === 'POST' ? ([422] as const) : [];
  const own = Object.keys(refuses).map((status) => Number(status) as ProblemStatus);
  return [...new Set<ProblemStatus>([...always, ...named, ...sent, ...keyed, ...own])].toSorted((a, b) => a - b);
}

function problems(route: Route): Json {
  const content = { 'application/problem+json': { schema: shapeRef('ProblemDetails') } };
  const all = problemsOf(route).map((status) => {
    const description = route.refuses?.[status as 404 | 409 | 422] ?? `${TITLES[status]}.`;
    return [status, { description, content, ...(status === 429 ? RETRY : {}) }] as const;
  });
  return Object.fromEntries(all);
}

const RETRY = { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } };
