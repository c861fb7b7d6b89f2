import { allHandlersFinished, condition, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { EnvironmentInput } from '../domain/environment.ts';
import {
  beginChangeUpdate,
  changeEndedSignal,
  type EnvironmentStatus,
  environmentQuery,
  removedSignal,
} from './messages.ts';

/**
 * The long life of one environment; owner, lease, and which request may change it: one at a time. It is ended by its
 * removal, not by time.
 */
export async function environment(input: EnvironmentInput): Promise<EnvironmentStatus> {
  let current: EnvironmentStatus = { ...input, status: 'active', changedBy: null };
  const become = (change: Partial<EnvironmentStatus>) => {
    current = { ...current, ...change };
    show(current);
  };
  setHandler(environmentQuery, () => current);
  setHandler(beginChangeUpdate, (reference) => {
    if (current.changedBy === null) become({ changedBy: reference });
    return current.changedBy ?? reference;
  });
  setHandler(changeEndedSignal, (reference) => {
    if (current.status === 'active' && current.changedBy === reference) become({ changedBy: null });
  });
  setHandler(removedSignal, (reference) => become({ status: 'removed', changedBy: reference }));
  show(current);
  await condition(() => current.status === 'removed');
  await condition(allHandlersFinished);
  return current;
}

function show({ environment: name, clusters, owner, reference, leaseEnd, status, changedBy }: EnvironmentStatus): void {
  const change = changedBy === null ? '' : `; ${status === 'removed' ? 'removed' : 'being changed'} by ${changedBy}`;
  setCurrentDetails(
    `**${name}** on ${clusters.join(', ')}, owned by ${owner}, made by ${reference}; lease: ${leaseEnd ?? 'no end'}${change}`,
  );
}
