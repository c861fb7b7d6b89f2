/* One example of each body, as the description shows it. A test holds each to its schema. */
import type { z } from 'zod';
import { payloads } from '../codec-routes.ts';
import * as schemas from '../schemas.ts';

const SELECTION = { stage: 'prod', regions: ['east'], size: 'S', items: ['ingress'] };
const SPEC = `sha256:${'4be1'.repeat(16)}`;

const EXAMPLES: ReadonlyMap<z.ZodType, unknown> = new Map<z.ZodType, unknown>([
  [
    schemas.newRequest,
    {
      project: 'payments',
      title: 'Payments API',
      lead: 'lee@example.test',
      costCentre: 'CC-1042',
      environments: [SELECTION],
      reason: 'Replaces the billing machine.',
    },
  ],
  [schemas.policyQuestion, { whatIf: { 'cost.after': 900 } }],
  [schemas.claim, { task: 'accounts' }],
  [schemas.completion, { task: 'accounts' }],
  [schemas.selectionBody, { selection: SELECTION }],
  [schemas.comment, { text: 'Why two regions?' }],
  [schemas.withdrawal, { reason: 'Not needed any more.' }],
  [schemas.repair, { repair: 'skip', reason: 'Done by hand.' }],
  [schemas.decision, { verdict: 'approve', specHash: SPEC }],
  [schemas.signalOrder, { verdict: 'reject', specHash: SPEC, reason: 'Too large.' }],
  [schemas.retryAll, { reason: 'GitHub lets Berth push again.' }],
  [schemas.freeze, { target: 'cluster-east-prod', until: '2026-12-01T18:00:00Z', reason: 'The storage is moved.' }],
  [schemas.unfreeze, { target: 'cluster-east-prod' }],
  [schemas.absence, { from: '2026-12-21T00:00:00Z', until: '2027-01-04T00:00:00Z', delegate: 'cora' }],
  [schemas.absenceEnd, { id: '0b5ea3a2-7c1d-4e52-9a3f-2d1c0b9a8e77' }],
  [schemas.newServiceToken, { name: 'deploy-bot', projects: ['payments'], days: 90 }],
  [schemas.newWebhook, { url: 'https://tickets.example.test/berth', projects: ['payments'] }],
  [schemas.webhookReplay, { since: '2026-11-21T09:00:00Z' }],
  [payloads, { payloads: [{ metadata: { encoding: 'anNvbi9wbGFpbg==' }, data: 'eyJhIjoxfQ==' }] }],
]);

/** Undefined for a schema of which none stands here. */
export const exampleOf = (body: z.ZodType): unknown => EXAMPLES.get(body);
