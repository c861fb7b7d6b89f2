import type { Executor, Placement } from '../../domain/change.ts';
import { failure } from '../failures.ts';
import type { InfrastructureExecutor } from './executor.ts';

/** An executor that a profile may name but that Berth cannot run yet: says so, and changes nothing. */
export function missingExecutor(name: Executor, lacks: string): InfrastructureExecutor {
  const refuse = ({ placement }: { placement: Placement }): never => {
    const mend = 'set `executor: kubernetes` or `executor: manual` in its profile';
    throw failure('Configuration', `${placement.cluster} asks for the executor ${name}, but ${lacks}: ${mend}`);
  };
  return {
    apply: async (order) => refuse(order),
    findMissing: async (order) => refuse(order),
    remove: async (order) => refuse(order),
    commands: async (order) => refuse(order),
  };
}
