import type { Client } from '@temporalio/client';
import { signalRunning } from '../../clients/temporal.ts';
import { namedBy, requestWorkflowId } from '../../domain/naming.ts';
import { staffingChangedSignal, WORKFLOWS } from '../../workflows/messages.ts';
import type { PersonActivities } from '../contracts.ts';

type TellStaffing = PersonActivities['tellStaffing'];

/** Tells the requests that wait for these people, or for somebody in whose place one of them acts. */
export async function tellStaffing(client: Client, { people, except }: Parameters<TellStaffing>[0]): Promise<string[]> {
  const absent = await idsOf(client, WORKFLOWS.person, people);
  const waiting = await idsOf(client, WORKFLOWS.request, [...people, ...absent.map(namedBy)]);
  const told = waiting.map(namedBy).filter((reference) => !except.includes(reference));
  for (const reference of told) await signalRunning(client, requestWorkflowId(reference), staffingChangedSignal);
  return told;
}

/** Ids of the running workflows of this type that name one of these people. */
export async function idsOf(client: Client, type: string, people: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: waitingFor(type, people) })) ids.push(workflowId);
  return ids;
}

/** Visibility compares with case, as the directory writes its ids. */
const waitingFor = (type: string, people: readonly string[]) =>
  `WorkflowType = '${type}' AND ExecutionStatus = 'Running' AND BerthWaitingWho IN (${people.map(quoted).join(', ')})`;

/** No id of the directory has a quotation mark in it; an apostrophe it may have. */
const quoted = (id: string) => `"${id.replaceAll(/["\\]/g, '')}"`;
