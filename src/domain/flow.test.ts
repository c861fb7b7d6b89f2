import { array, assert, nat, property } from 'fast-check';
import { flowOf, lastMonths, spreadOf } from './flow.ts';
import type { LedgerEntry } from './ledger.ts';
import type { StepState } from './status.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-02T08:00:00Z');
const at = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();
const step = (minutes: number, status: StepState['status'] = 'done'): StepState => ({
  name: 'APPROVAL_WORKFLOW',
  status,
  startedAt: at(0),
  endedAt: at(minutes),
});
const entry = (outcome: LedgerEntry['outcome'], minutes: number, steps: StepState[] = []) =>
  ({ outcome, openedAt: at(0), closedAt: at(minutes), steps }) as unknown as LedgerEntry;
const months = [{ month: '2026-11', closed: 5 }];

test('the time from asking to being ready is that of those that became ready', () => {
  const entries = [entry('ready', 10), entry('ready', 30), entry('rejected', 1), entry('withdrawn', 900)];
  const flow = flowOf({ months, entries });
  expect(flow.leadTime).toEqual({ count: 2, medianMs: 20 * MINUTE, nineTenthsMs: 30 * MINUTE });
  expect([flow.read, flow.of]).toEqual([4, 5]);
  expect(flow.outcomes[0]).toEqual({ outcome: 'ready', count: 2 });
});

test('of a step only those count that have gone through it, with times that can be', () => {
  const entries = [
    entry('ready', 1, [step(5)]),
    entry('rejected', 1, [step(7)]),
    entry('ready', 1, [step(500, 'skipped')]),
    entry('ready', 1, [step(-3)]),
    entry('ready', 1, [{ name: 'APPROVAL_WORKFLOW', status: 'done' }]),
  ];
  expect(flowOf({ months, entries }).steps).toEqual([
    { step: 'APPROVAL_WORKFLOW', count: 2, medianMs: 6 * MINUTE, nineTenthsMs: 7 * MINUTE },
  ]);
});

test('where nothing was closed nothing is claimed', () => {
  expect(flowOf({ months: [], entries: [] })).toEqual({
    months: [],
    read: 0,
    of: 0,
    outcomes: [],
    leadTime: null,
    steps: [],
  });
});

test('at least half are within the median and at least half beyond it; at least nine of ten within the other', () => {
  assert(
    property(array(nat(1e9), { minLength: 1 }), (measured) => {
      const { medianMs, nineTenthsMs } = spreadOf(measured) ?? { medianMs: -1, nineTenthsMs: -1 };
      const within = (end: number) => measured.filter((ms) => ms <= end).length / measured.length;
      expect(within(medianMs)).toBeGreaterThanOrEqual(0.5);
      expect(measured.filter((ms) => ms >= medianMs).length / measured.length).toBeGreaterThanOrEqual(0.5);
      expect(within(nineTenthsMs)).toBeGreaterThanOrEqual(0.9);
    }),
  );
});

test('months go back over the turn of the year', () => {
  expect(lastMonths(new Date('2026-01-31T23:59:59Z'), 3)).toEqual(['2026-01', '2025-12', '2025-11']);
});
