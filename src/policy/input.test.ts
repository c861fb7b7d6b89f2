import { array, assert, constantFrom, double, property, record, string } from 'fast-check';
import type { ChangePlan } from '../domain/change.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import type { ServiceRequest } from '../domain/request.ts';
import { type Selection, SIZES, STAGES } from '../domain/selection.ts';
import { type PolicyFacts, policyInput } from './input.ts';
import { inputOver } from './input-schema.ts';
import { SAMPLE_INPUT } from './sample.ts';

const REQUEST: ServiceRequest = {
  reference: 'BR-7F3K2M9QXA',
  kind: 'create-project',
  source: { channel: 'cli', key: 'k', receivedAt: '2026-01-05T08:00:00.000Z' },
  requester: 'dana@example.test',
  lead: 'lee@example.test',
  requesterId: 'dana',
  leadId: 'lee',
  members: [],
  project: 'payments',
  title: 'Payments API',
  costCentre: 'CC-1042',
  reason: 'Replaces a VM.',
};
const SELECTION: Selection = { stage: 'dev', regions: ['east'], size: 'S', items: [] };
const PLAN = {
  baseSha: 'b'.repeat(40),
  contentHash: `sha256:${'c'.repeat(64)}`,
  specHash: `sha256:${'0'.repeat(64)}`,
  environment: 'payments-dev',
  paths: ['environments/payments-dev/berth.yaml'],
  placements: [{ cluster: 'cluster-east-dev', environment: 'payments-dev', executor: 'kubernetes' }],
  cost: { currency: 'EUR', before: 0, after: 40, delta: 40, priceBook: '2026-01' },
} as ChangePlan;

const environment = (project: string, stage: string, size: string) => `
name: ${project}-${stage}
project: ${project}
stage: ${stage}
size: ${size}
request: BR-0000000001
costCentre: CC-1042
placements: [{ cluster: cluster-east-${stage}, executor: kubernetes, reserved: { cpu: 1, memoryGiB: 1, storageGiB: 1 } }]
items: []
cost: { currency: EUR, monthly: 40, priceBook: "2026-01" }
`;

function fleetWith(approval: unknown, environments: Readonly<Record<string, string>> = {}): FleetSnapshot {
  const organisation = {
    apiVersion: 'berth.dev/v1',
    kind: 'Organisation',
    name: 'example',
    title: 'Example',
    priceBook: '2026-01',
    leaseDays: { dev: 30, test: 30, staging: 30, prod: null },
    approval,
  };
  const files = Object.entries(environments).map(([name, text]) => [`environments/${name}/berth.yaml`, text] as const);
  return { sha: 'b'.repeat(40), files: new Map([['organisation.yaml', JSON.stringify(organisation)], ...files]) };
}

const facts = (change: Partial<PolicyFacts> = {}): PolicyFacts => ({
  request: REQUEST,
  selection: SELECTION,
  plan: PLAN,
  groups: ['z', 'a'],
  fleet: fleetWith(undefined),
  now: '2026-01-05T09:00:00.000Z',
  ...change,
});

test('a policy is asked what is known of a change', () => {
  expect(policyInput(facts())).toEqual({
    request: {
      reference: 'BR-7F3K2M9QXA',
      kind: 'create-project',
      channel: 'cli',
      project: 'payments',
      costCentre: 'CC-1042',
      reason: 'Replaces a VM.',
    },
    requester: { id: 'dana', groups: ['a', 'z'] },
    change: {
      stage: 'dev',
      regions: ['east'],
      size: 'S',
      items: [],
      environment: 'payments-dev',
      specHash: PLAN.specHash,
      paths: PLAN.paths,
      placements: PLAN.placements,
    },
    cost: PLAN.cost,
    budgets: [],
    history: { previousSize: null, environments: 0 },
    usage: null,
    settings: {},
    now: '2026-01-05T09:00:00.000Z',
  });
});

test('it is told what was measured when the change was planned', () => {
  const half = { used: 1, limit: 2 };
  const usage = { quotas: 1, cpu: half, memoryGiB: half, storageGiB: half };
  expect(policyInput(facts({ plan: { ...PLAN, usage } })).usage).toEqual(usage);
});

test("settings are the fleet's, and history is what stands of this project", () => {
  const fleet = fleetWith(
    { cost: { ownerFrom: 500 }, anything: ['of', 'a', 'policy'] },
    {
      'payments-dev': environment('payments', 'dev', 'M'),
      'payments-prod': environment('payments', 'prod', 'L'),
      'payments-web-dev': environment('payments-web', 'dev', 'XL'),
    },
  );

  const { settings, history } = policyInput(facts({ fleet }));

  expect(settings).toEqual({ cost: { ownerFrom: 500 }, anything: ['of', 'a', 'policy'] });
  expect(history).toEqual({ previousSize: 'M', environments: 2 });
});

test('what a removal loses is told, even when it is nothing; of others it is not there', () => {
  const removes = { environment: 'payments-dev', madeBy: 'BR-0000000001', data: [] };

  expect(policyInput(facts({ request: { ...REQUEST, removes } })).change).toMatchObject({ loses: [] });
  expect(policyInput(facts()).change).not.toHaveProperty('loses');
});

test('settings that are no block are wrong data of the fleet', () => {
  expect(() => policyInput(facts({ fleet: fleetWith('yes') }))).toThrow('organisation.yaml: approval');
});

const text = string();
const generated = record({
  request: record({ requesterId: text, project: text, costCentre: text, reason: text }),
  selection: record({ stage: constantFrom(...STAGES), size: constantFrom(...SIZES), regions: array(text) }),
  delta: double({ noNaN: true, noDefaultInfinity: true }),
  groups: array(text),
});

test('whatever is asked survives JSON and is an input as people may write one', () => {
  assert(
    property(generated, ({ request, selection, delta, groups }) => {
      const plan = { ...PLAN, cost: { ...PLAN.cost, delta: delta + 0 } };
      const asked = policyInput(
        facts({ request: { ...REQUEST, ...request }, selection: { ...SELECTION, ...selection }, plan, groups }),
      );
      expect(JSON.parse(JSON.stringify(asked))).toEqual(asked);
      expect(inputOver(SAMPLE_INPUT, JSON.parse(JSON.stringify(asked)))).toEqual(asked);
      expect(asked.requester.groups).toEqual(asked.requester.groups.toSorted());
    }),
  );
});

test.each([
  [{ cost: { dleta: 5 } }, 'cost.dleta is nothing that a policy is asked'],
  [{ change: { stage: 'production' } }, 'change.stage: '],
  [{ now: 'tomorrow' }, 'now: '],
  [{ change: null }, 'change: '],
])('%j is no input', (written, message) => {
  expect(() => inputOver(SAMPLE_INPUT, written)).toThrow(message);
});
