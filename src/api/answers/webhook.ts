import { z } from 'zod';
import { REQUEST_KINDS } from '../../domain/request.ts';
import { PHASES } from '../../domain/status.ts';
import { STEPS } from '../../domain/steps.ts';
import { WEBHOOK_EVENTS, type Webhook, type WebhookDelivery } from '../../domain/webhook/webhook.ts';
import { shapeOf, text, texts, time } from './shape.ts';

const fields = {
  id: text,
  url: text,
  projects: texts.nullable(),
  by: text,
  at: time,
  status: z.enum(['active', 'failing', 'disabled']),
  problem: text.nullable(),
  generation: z.int(),
  formerUntil: time.nullable(),
  lost: z.int(),
};

export const webhook = shapeOf<Webhook>()('Webhook', z.strictObject(fields));

/** The only answers that have the secret. */
export const webhookWithSecret = shapeOf<Webhook & { secret: string }>()(
  'WebhookWithSecret',
  z.strictObject({ ...fields, secret: text }),
);

export const webhookDelivery = shapeOf<WebhookDelivery>()(
  'WebhookDelivery',
  z.strictObject({
    event: z.strictObject({
      id: text,
      type: z.enum(WEBHOOK_EVENTS),
      at: time,
      facts: z.strictObject({
        reference: text,
        project: text.nullable(),
        kind: z.enum(REQUEST_KINDS).nullable(),
        environment: text.nullable(),
        phase: z.enum(PHASES),
        step: z.enum(STEPS),
        stage: text.exactOptional(),
        verdict: z.enum(['approved', 'rejected']).exactOptional(),
      }),
    }),
    state: z.enum(['waiting', 'delivered', 'given-up']),
    attempts: z.int(),
    at: time,
    problem: text.nullable(),
  }),
);

export const replayedEvents = shapeOf<{ count: number }>()('ReplayedEvents', z.strictObject({ count: z.int() }));
