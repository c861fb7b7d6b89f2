import type { PolicyInput } from '../domain/policy.ts';

/** A small development environment of a new project: what a case of `berth policy test` leaves out, and doctor asks. */
export const SAMPLE_INPUT: PolicyInput = {
  request: {
    reference: 'BR-7F3K2M9QXA',
    kind: 'create-project',
    channel: 'mail',
    project: 'payments',
    costCentre: 'CC-1042',
    reason: 'A sample',
  },
  requester: { id: 'mara', groups: [] },
  change: {
    environment: 'payments-dev',
    stage: 'dev',
    regions: ['east'],
    size: 'S',
    items: [],
    specHash: `sha256:${'0'.repeat(64)}`,
    paths: ['environments/payments-dev/berth.yaml'],
    placements: [{ cluster: 'cluster-east-dev', environment: 'payments-dev', executor: 'kubernetes' }],
  },
  cost: { currency: 'EUR', before: 0, after: 40, delta: 40, priceBook: '2026-01' },
  budgets: [],
  history: { previousSize: null, environments: 0 },
  usage: null,
  settings: {},
  now: '2026-01-05T09:00:00.000Z',
};
