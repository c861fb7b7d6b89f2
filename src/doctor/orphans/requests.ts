import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Tree } from '../../clients/github-tree.ts';
import { requestWorkflowId } from '../../domain/naming.ts';

/** What is known of a request. */
export interface RequestState {
  /** True while its workflow runs: whatever it made is its own business. */
  readonly goesOn: boolean;
  /** True when main holds it: what it made stands on purpose. */
  readonly stands: boolean;
  /** For people, such as `BR-7F3K2M9QXA is over`. */
  readonly words: string;
}

export interface Requests {
  /** Asks each once. */
  stateOf(reference: string): Promise<RequestState>;
}

/** @param tree main of the fleet. */
export function requestsOf(client: Client, tree: Tree): Requests {
  const standing = namesIn(tree, /^requests\/[^/]+\/(BR-\w+)\.yaml$/);
  const closed = namesIn(tree, /^ledger\/\d+\/(BR-\w+)\.json$/);
  const known = new Map<string, Promise<RequestState>>();
  const ask = async (reference: string): Promise<RequestState> => {
    const workflow = await workflowState(client, reference);
    const isKnown = workflow !== undefined || closed.has(reference);
    const words = isKnown ? `${reference} is over` : `neither Temporal nor the ledger knows ${reference}`;
    return { goesOn: workflow === 'RUNNING', stands: standing.has(reference), words };
  };
  return {
    stateOf: (reference) => {
      const asked = known.get(reference) ?? ask(reference);
      known.set(reference, asked);
      return asked;
    },
  };
}

function namesIn(tree: Tree, path: RegExp): Set<string> {
  return new Set([...tree.keys()].flatMap((name) => path.exec(name)?.[1] ?? []));
}

async function workflowState(client: Client, reference: string): Promise<string | undefined> {
  try {
    return (await client.workflow.getHandle(requestWorkflowId(reference)).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
