/* The request that every program of the benchmark carries through; only the project's name differs. */
import type { RequestInput } from '../../src/domain/request.ts';
import type { Selection } from '../../src/domain/selection.ts';

export function draftOf(project: string): Omit<RequestInput, 'reference'> {
  return {
    senderProof: 'proven',
    source: { channel: 'api', key: `bench/${project}`, receivedAt: new Date().toISOString() },
    draft: {
      kind: 'create-project',
      requester: 'dana@example.test',
      project,
      title: 'Payments API',
      lead: 'lee@example.test',
      costCentre: 'CC-1042',
      reason: 'Replaces the legacy billing VM.',
    },
  };
}

export function selectionOf(project: string): Selection {
  return {
    stage: 'prod',
    regions: ['east', 'west'],
    size: 'S',
    items: [
      { item: 'postgresql', parameters: { version: '16', storage: '20Gi' } },
      { item: 'ingress', parameters: { host: `${project}.example.test` } },
    ],
  };
}

/** What the lead says about that content. */
export function approvalOf(reference: string, specHash: string) {
  const id = crypto.randomUUID();
  return { id, reference, person: 'lee', verdict: 'approve', specHash, stage: 'lead', channel: 'api' } as const;
}
