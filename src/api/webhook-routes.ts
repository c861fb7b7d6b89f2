import { listWebhooks } from '../intake/webhooks.ts';
import { listOf } from './answers/shape.ts';
import { replayedEvents, webhook, webhookDelivery, webhookWithSecret } from './answers/webhook.ts';
import { defineRoute } from './registry.ts';
import * as schemas from './schemas.ts';
import { add, deliveriesOf, maySee, remove, replay, rotate } from './webhook-acts.ts';

const GONE = { 404: 'There is no such webhook that you may see.' } as const;

/** Addresses outside that are told how requests go on: leads set them for their projects, operators for all. */
export const webhookRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/webhooks',
    tag: 'Webhooks',
    summary: 'Webhooks of the projects that you lead; operators, security and auditors see all',
    right: 'signed-in',
    answers: { 200: listOf(webhook) },
    handle: async ({ deps, caller }) => {
      const all = await listWebhooks(deps.client);
      return { body: { items: all.filter((one) => maySee(caller, one)) } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/webhooks',
    tag: 'Webhooks',
    summary: 'Have an address told how requests go on; the secret is shown in this answer alone',
    right: 'webhook:set',
    body: schemas.newWebhook,
    answers: { 201: webhookWithSecret },
    tellsSecret: true,
    refuses: { 409: 'You have too many, or the same intention made one that was removed.' },
    handle: async (call) => ({ status: 201, body: await add(call) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/webhooks/:webhook/remove',
    tag: 'Webhooks',
    summary: 'Remove a webhook: nothing is posted there any more, and what it kept is gone',
    right: 'webhook:set',
    answers: { 200: webhook },
    refuses: GONE,
    handle: async (call) => ({ body: await remove(call) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/webhooks/:webhook/rotate',
    tag: 'Webhooks',
    summary: 'Give it another secret, shown in this answer alone; the one before signs as well for a day',
    right: 'webhook:set',
    answers: { 200: webhookWithSecret },
    tellsSecret: true,
    refuses: GONE,
    handle: async (call) => ({ body: await rotate(call) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/webhooks/:webhook/deliveries',
    tag: 'Webhooks',
    summary: 'The last events it was to be sent, newest first: when each was tried, and what came of it',
    right: 'signed-in',
    answers: { 200: listOf(webhookDelivery) },
    refuses: GONE,
    handle: async (call) => ({ body: { items: await deliveriesOf(call) } }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/webhooks/:webhook/replay',
    tag: 'Webhooks',
    summary: 'Send kept events again: those named, those since a time, or all that nobody has taken',
    right: 'webhook:set',
    body: schemas.webhookReplay,
    answers: { 202: replayedEvents },
    refuses: GONE,
    handle: async (call) => ({ status: 202, body: { count: await replay(call) } }),
  }),
];
