/* What a test writes into a fleet about limits and what stands. */
import { environmentPath } from '../../src/domain/fleet-settings.ts';

/** The profile of a cluster with this capacity of CPU and more than enough of the rest. */
export function withCapacity(files: Map<string, string>, cluster: string, cpu: number): void {
  const path = `clusters/${cluster}/profile.yaml`;
  const capacity = `capacity: { cpu: ${cpu}, memoryGiB: 100000, storageGiB: 100000 }`;
  files.set(path, (files.get(path) ?? '').replace(/^capacity: .*$/m, capacity));
}

/** Gives a cost centre a budget a month. */
export function withBudget(files: Map<string, string>, costCentre: string, monthly: number): void {
  const path = 'organisation.yaml';
  const others = (files.get(path) ?? '').replace(/^budgets: .*\n/m, '');
  files.set(path, `${others}budgets: { costCentres: { ${costCentre}: { monthly: ${monthly} } } }\n`);
}

/** What stands of a request once it is merged. */
export function standing(
  files: Map<string, string>,
  { environment, request, cpu = 1, monthly = 1, cluster = 'cluster-east-prod' }: StandingFacts,
): void {
  const placement = `{ cluster: ${cluster}, reserved: { cpu: ${cpu}, memoryGiB: 0, storageGiB: 0 } }`;
  files.set(
    environmentPath(environment),
    [
      `{ name: ${environment}, project: ${environment}, stage: prod, request: ${request}, costCentre: CC-1042,`,
      `  placements: [${placement}], items: [], cost: { currency: USD, monthly: ${monthly}, priceBook: "2026-01" } }\n`,
    ].join('\n'),
  );
}

interface StandingFacts {
  readonly environment: string;
  readonly request: string;
  readonly cpu?: number;
  readonly monthly?: number;
  readonly cluster?: string;
}
