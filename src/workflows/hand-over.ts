/* What a request has made lives on in its environment's own workflow, whose id is its lock. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { EnvironmentInput } from '../domain/environment.ts';
import { environmentWorkflowId } from '../domain/naming.ts';
import { stands } from '../domain/status.ts';
import { needPerson } from './insist.ts';
import { type Lifecycle, planOf, requestOf } from './lifecycle.ts';
import { WORKFLOWS } from './messages.ts';
import { keepRoom } from './room.ts';
import { transition } from './transitions.ts';

/** The request is ready. An environment that is kept already is a question for an operator. */
export async function handOver(life: Lifecycle): Promise<void> {
  const { environment, placements } = planOf(life);
  const clusters = placements.map((p) => p.cluster);
  while (!(await startEnvironment(life, clusters))) {
    const message = `${environment} is kept by a workflow already: end that one, then retry`;
    await needPerson(life, { type: 'NameTaken', message });
  }
  keepRoom(life);
  transition(life, { phase: 'ready', waitingOn: null }, `${environment} is ready; its own workflow keeps it from here`);
}

/** The request has ended, but some of it is ready and stays. Returns what could not be handed over. */
export async function handOverWhatStands(life: Lifecycle): Promise<string[]> {
  const clusters = life.status.placements.filter(stands).map((p) => p.cluster);
  const { environment } = planOf(life);
  if (!(await startEnvironment(life, clusters))) return [`${environment} is kept by another workflow already`];
  keepRoom(life);
  transition(life, {}, `${environment} stays on ${clusters.join(' and ')}; its own workflow keeps it from here`);
  return [];
}

/** False when there is one of this name already. */
async function startEnvironment(life: Lifecycle, clusters: readonly string[]): Promise<boolean> {
  const input = environmentOf(life, clusters);
  try {
    await startChild(WORKFLOWS.environment, {
      workflowId: environmentWorkflowId(input.environment),
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${input.environment}, owned by ${input.owner}`,
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

function environmentOf(life: Lifecycle, clusters: readonly string[]): EnvironmentInput {
  const { environment, leaseEnd } = planOf(life);
  const { project, requester, lead } = requestOf(life);
  return {
    environment,
    project,
    owner: lead,
    requester,
    reference: life.input.reference,
    clusters,
    ...(leaseEnd ? { leaseEnd } : {}),
  };
}
