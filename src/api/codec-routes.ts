/*
 * The codec server, by which Temporal UI and `temporal --codec-endpoint` show what is encrypted: payloads as protobuf's JSON,
 * in and out. It makes readable whatever Temporal holds, so only operators may ask, and of pages only Temporal UI's.
 */
import type { Payload } from '@temporalio/common';
import type { Hono } from 'hono';
import { cors } from 'hono/cors';
import { z } from 'zod';
import { createPayloadCodec, UndecipherableError } from '../codec/payload-codec.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { type Call, defineRoute } from './registry.ts';

const base64 = z.string().refine((text) => Buffer.from(text, 'base64').toString('base64') === text, 'must be base64');
/** What Temporal sends, as its JSON is. */
export const payloads = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), base64).default({}), data: base64.default('') })),
});
type Payloads = z.infer<typeof payloads>;

const PREFLIGHT_S = 600;

export const codecRoutes = [
  defineRoute({
    method: 'POST',
    path: '/codec/encode',
    tag: 'Temporal',
    summary: 'Encrypts payloads',
    right: 'payloads:read',
    changesNothing: true,
    body: payloads,
    answers: { 200: payloads },
    handle: (call) => convert(call, 'encode'),
  }),
  defineRoute({
    method: 'POST',
    path: '/codec/decode',
    tag: 'Temporal',
    summary: 'Decrypts payloads',
    right: 'payloads:read',
    changesNothing: true,
    body: payloads,
    answers: { 200: payloads },
    handle: (call) => convert(call, 'decode'),
  }),
];

async function convert({ deps, body, header }: Call<'payloads:read', unknown, Payloads>, how: 'encode' | 'decode') {
  assertOurNamespace(deps, header('x-namespace'));
  const codec = createPayloadCodec(deps.config.temporal.codec);
  return { body: toJson(await inWords(codec[how](body.payloads.map(fromJson)))) };
}

/** Of pages, only Temporal UI's may ask. */
export function allowTemporalUi(app: Hono, { config }: ApiDeps): void {
  const { uiUrl } = config.temporal;
  app.use('/codec/*', cors({ origin: uiUrl ? new URL(uiUrl).origin : [], ...ASKED_BY_UI }));
}

const ASKED_BY_UI = {
  allowMethods: ['POST'],
  allowHeaders: ['authorization', 'content-type', 'x-namespace'],
  maxAge: PREFLIGHT_S,
};

function assertOurNamespace({ client }: ApiDeps, asked: string | undefined): void {
  const { namespace } = client.options;
  const wanted = asked ?? namespace;
  if (wanted === namespace) return;
  throw new ApiProblem(422, `This Berth keeps its requests in the namespace "${namespace}", not in "${wanted}".`);
}

async function inWords(converting: Promise<Payload[]>): Promise<Payload[]> {
  try {
    return await converting;
  } catch (error) {
    if (error instanceof UndecipherableError) throw new ApiProblem(422, error.message, { cause: error });
    throw error;
  }
}

function fromJson({ metadata, data }: Payloads['payloads'][number]): Payload {
  const named = Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')]);
  return { metadata: Object.fromEntries(named), data: Buffer.from(data, 'base64') };
}

function toJson(converted: readonly Payload[]): Payloads {
  const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
  return {
    payloads: converted.map(({ metadata, data }) => {
      const named = Object.entries(metadata ?? {}).map(([name, value]) => [name, text(value)]);
      return { metadata: Object.fromEntries(named) as Record<string, string>, data: text(data) };
    }),
  };
}
