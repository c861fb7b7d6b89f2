import type { PolicyInput } from '../../src/domain/policy.ts';
import type { Json } from '../../src/domain/selection.ts';
import { inputOver } from '../../src/policy/input-schema.ts';
import { SAMPLE_INPUT } from '../../src/policy/sample.ts';

const SETTINGS: readonly { readonly [name: string]: Json }[] = [
  {},
  { cost: { ownerFrom: 500 } },
  { cost: { ownerFrom: 12.345, limit: 1000 }, deadline: '3d', stages: { cost: { onExpiry: 'park' } } },
  { cost: { ownerAtBudget: true }, mayDelegate: false },
  { prod: { leads: 2, also: ['security', 'group:Zahlungen Prüfung'] }, onExpiry: 'park' },
  { autoApprove: { stages: ['dev', 'test'], below: 50 }, cost: { ownerFrom: 45 } },
  // What means nothing.
  { cost: { ownerFrom: '500', owner: 5 }, cots: 1 },
  { autoApprove: { stages: ['prod'] }, stages: { lead: null, leads: {} }, prod: 'two' },
  { deadline: 3, onExpiry: ['deny'], prod: { leads: 1.5, also: [] } },
];
const DELTAS = [-40, 0, 12.345, 49.99, 500, 1e6];
const CHANGES: readonly Json[] = [
  { change: { stage: 'dev' } },
  { change: { stage: 'prod', environment: 'payments-prod' } },
  { request: { kind: 'decommission' }, change: { loses: [] } },
  { request: { kind: 'decommission' }, change: { loses: ['postgresql "ledger" é'] } },
];
const BUDGET = { currency: 'EUR', limit: 100, warnAt: 0.8, standing: 50, wanted: 35, share: 0.85 };
const BUDGETS: readonly Json[] = [[], [{ ...BUDGET, owner: { kind: 'cost-centre', name: 'CC-1042' } }]];

/** Settings, changes, prices and budgets of every kind, each with each. */
export function policyInputs(): PolicyInput[] {
  return SETTINGS.flatMap((settings) =>
    CHANGES.flatMap((change) =>
      DELTAS.flatMap((delta) =>
        BUDGETS.map((budgets) => {
          const priced = inputOver(SAMPLE_INPUT, { cost: { before: 40, after: 40 + delta, delta }, budgets, settings });
          return inputOver(priced, change);
        }),
      ),
    ),
  );
}
