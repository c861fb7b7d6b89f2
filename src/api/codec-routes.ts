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
import { type Call, route } from './route.ts';

const base64 = z.string().refine((text) => Buffer.from(text, 'base64').toString('base64') === text, 'must be base64');
const payloads = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), base64).default({}), data: base64.default('') })),
});
type Payloads = z.infer<typeof payloads>;

const PREFLIGHT_S = 600;

export function addCodecRoutes(app: Hono, deps: ApiDeps): void {
  const { codec: settings, uiUrl } = deps.config.temporal;
  const codec = createPayloadCodec(settings);
  const convert = (how: 'encode' | 'decode') =>
    route(deps, {
      right: 'payloads:read',
      body: payloads,
      handle: async (call) => {
        assertOurNamespace(deps, call);
        return { body: toJson(await inWords(codec[how](call.body.payloads.map(fromJson)))) };
      },
    });
  app.use('/codec/*', cors({ origin: uiUrl ? new URL(uiUrl).origin : [], ...ASKED_BY_UI }));
  app.post('/codec/encode', convert('encode'));
  app.post('/codec/decode', convert('decode'));
}

const ASKED_BY_UI = {
  allowMethods: ['POST'],
  allowHeaders: ['authorization', 'content-type', 'x-namespace'],
  maxAge: PREFLIGHT_S,
};

function assertOurNamespace({ client }: ApiDeps, { header }: Call<'payloads:read', unknown, Payloads>): void {
  const { namespace } = client.options;
  const wanted = header('x-namespace') ?? namespace;
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
