/*
 * The description of the API, OpenAPI 3.1, from the same values that are served: what is taken and answered, rights,
 * refusals. docs/adr/0020 says why nothing else makes it.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { problem } from '../answers/change.ts';
import { shapeOf, text } from '../answers/shape.ts';
import { type ProblemDetails, type ProblemStatus, TITLES } from '../problems.ts';
import { type Route, TAGS } from '../registry.ts';
import { operation } from './operation.ts';
import { describeAnswers, type Json } from './schemas.ts';

const statuses = Object.keys(TITLES).map((status) => z.literal(Number(status) as ProblemStatus));
export const problemDetails = shapeOf<ProblemDetails>()(
  'ProblemDetails',
  z.strictObject({
    type: text,
    title: text,
    status: z.union(statuses),
    detail: text.meta({ description: 'What went wrong, for people.' }),
    instance: text.meta({ description: 'The path that was called.' }),
    requestId: text.meta({ description: 'Names this call in the log of Berth.' }),
    problems: z.array(problem),
  }),
);

const { version, license } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as Record<'version' | 'license', string>;

const ABOUT = `Self-provisioning for Kubernetes and legacy VMs: one request, eight steps.

Errors are problem details (RFC 9457), whose \`problems\` say where, what and how to mend it. Every write takes an
\`Idempotency-Key\`: sent again with the same key it is done once. Lists are told page by page: \`cursor\` of an answer asks
for the next page. Reads carry an \`ETag\`. A session of a browser counts for writes of Berth's own pages only.`;

/** The whole document. @param options where callers reach this Berth, and the cookie of its sessions. */
export function describeApi(routes: readonly Route[], options: { publicUrl: string; cookie: string }): Json {
  const answers = describeAnswers(routes);
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, answers) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Berth',
      version,
      description: ABOUT,
      license: { name: license, identifier: license },
    },
    servers: [{ url: options.publicUrl }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: { schemas: answers.shapes, parameters, headers, securitySchemes: securityOf(options.cookie) },
  };
}

const parameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Names what you mean to do: sent again with the same key it is done once, and answered alike.',
    schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[!-~]([ -~]*[!-~])?$' },
    example: '2f6ac86e-2f0c-4f5b-9ac5-0d6d5f3ab5c2',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag of what you have: 304 says that nothing of it has changed.',
    schema: { type: 'string' },
  },
};

const headers = {
  ETag: { description: 'Of what is answered, weak.', schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds until you may call again.', schema: { type: 'integer' } },
};

const securityOf = (cookie: string) => ({
  bearer: { type: 'http', scheme: 'bearer', description: 'A token of your issuer, as `docs/api.md` says.' },
  session: { type: 'apiKey', in: 'cookie', name: cookie, description: 'The session of a browser, from `/sign-in`.' },
});
