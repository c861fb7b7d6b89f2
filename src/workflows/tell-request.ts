import type { SignalDefinition } from '@temporalio/common';
import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { requestWorkflowId } from '../domain/naming.ts';

/** Signals a request; one that has ended needs no word. */
export const tellRequest = <Args extends unknown[]>(
  reference: string,
  signal: SignalDefinition<Args>,
  ...args: Args
): Promise<void> =>
  getExternalWorkflowHandle(requestWorkflowId(reference))
    .signal(signal, ...args)
    .catch(() => undefined);
