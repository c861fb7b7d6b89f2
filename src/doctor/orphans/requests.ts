import type { Client } from '@temporalio/client';
import { unlessGone } from '../../clients/temporal.ts';
import { requestWorkflowId } from '../../domain/naming.ts';

/** What is known of a request. */
export interface RequestState {
  /** True while its workflow runs: whatever it made is its own business. */
  readonly goesOn: boolean;
  /** True when main holds an environment of it: what it made stands on purpose. */
  readonly stands: boolean;
  /** For people, such as `BR-7F3K2M9QXA is over`. */
  readonly words: string;
}

export interface Requests {
  /** Asks each once. */
  stateOf(reference: string): Promise<RequestState>;
}

/**
 * @param standing references whose environment main holds; of a removed one only the request is left there.
 * @param closed references in the ledger: Temporal forgets.
 */
export function requestsOf(client: Client, standing: ReadonlySet<string>, closed: ReadonlySet<string>): Requests {
  const known = new Map<string, Promise<RequestState>>();
  const ask = async (reference: string): Promise<RequestState> => {
    const workflow = await unlessGone(() => client.workflow.getHandle(requestWorkflowId(reference)).describe());
    const isKnown = workflow !== undefined || closed.has(reference);
    const words = isKnown ? `${reference} is over` : `neither Temporal nor the ledger knows ${reference}`;
    return { goesOn: workflow?.status.name === 'RUNNING', stands: standing.has(reference), words };
  };
  return {
    stateOf: (reference) => {
      const asked = known.get(reference) ?? ask(reference);
      known.set(reference, asked);
      return asked;
    },
  };
}
