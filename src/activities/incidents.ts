import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { signalRunning } from '../clients/temporal.ts';
import { incidentKey } from '../domain/incident-key.ts';
import { incidentWorkflowId, requestWorkflowId } from '../domain/naming.ts';
import {
  type IncidentOpening,
  joinIncidentSignal,
  leaveIncidentSignal,
  remindIncidentSignal,
  repairUpdate,
  TASK_QUEUES,
  WORKFLOWS,
} from '../workflows/messages.ts';
import type { IncidentActivities } from './contracts.ts';
import { failure } from './failures.ts';

type RetryOrder = Parameters<IncidentActivities['retryMembers']>[0];
type Outcome = 'taken' | 'refused' | 'gone';

/** The doors between requests and the workflows that keep incidents. */
export function createIncidentActivities({ client }: { readonly client: Client }): IncidentActivities {
  return {
    async joinIncident({ cause, problem, member }) {
      const { type, system } = cause;
      const opening: IncidentOpening = { key: incidentKey(cause), type, system, problem };
      await client.workflow.signalWithStart(WORKFLOWS.incident, {
        workflowId: incidentWorkflowId(opening.key),
        taskQueue: TASK_QUEUES.main,
        args: [opening],
        signal: joinIncidentSignal,
        signalArgs: [member],
        staticSummary: `Requests stuck on ${system}: ${type}`,
      });
      return { key: opening.key };
    },
    async leaveIncident({ key, reference }) {
      await signalRunning(client, incidentWorkflowId(key), leaveIncidentSignal, reference);
    },
    async remindOperators({ key }) {
      await signalRunning(client, incidentWorkflowId(key), remindIncidentSignal);
    },
    async retryMembers(order) {
      const outcomes = await Promise.all(order.references.map((reference) => retry(client, order, reference)));
      const those = (wanted: Outcome) => order.references.filter((_, i) => outcomes[i] === wanted);
      return { taken: those('taken'), refused: those('refused'), gone: those('gone') };
    },
  };
}

const ANSWER_WITHIN_MS = 10_000;

/** By the id of the update a request takes it in once, however often this is tried. */
async function retry(client: Client, { key, act, by, reason }: RetryOrder, reference: string): Promise<Outcome> {
  const why = `${reason === '' ? 'Retry all' : reason} (incident ${key})`;
  const args = { ...by, repair: 'retry', reason: why } as const;
  const handle = client.workflow.getHandle(requestWorkflowId(reference));
  const send = () => handle.executeUpdate(repairUpdate, { args: [args], updateId: act });
  try {
    await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, send);
    return 'taken';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'gone';
    if (error instanceof WorkflowUpdateFailedError) return 'refused';
    const said = error instanceof Error ? error.message : String(error);
    throw failure('Unavailable', `${reference} does not answer: ${said}`, { cause: error });
  }
}
