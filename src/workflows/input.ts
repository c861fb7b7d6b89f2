import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { REFERENCE, requestWorkflowId } from '../domain/naming.ts';
import { REQUEST_KINDS, type RequestInput } from '../domain/request.ts';

/**
 * The input, complete: somebody who starts the workflow by hand need only give a draft and who they are.
 * @throws ApplicationFailure `InvalidRequest` when it cannot be a request at all.
 */
export function checkedInput(raw: RequestInput): RequestInput {
  const { workflowId } = workflowInfo();
  const reference = raw?.reference ?? workflowId.replace('request:', '');
  if (!REFERENCE.test(reference) || requestWorkflowId(reference) !== workflowId) {
    throw refuse(`The workflow id must be request:BR-… and name the request's reference; it is ${workflowId}`);
  }
  if (typeof raw?.draft?.requester !== 'string')
    throw refuse('draft.requester must be the mail address of whoever asks');
  if (raw.draft.kind !== undefined && !REQUEST_KINDS.includes(raw.draft.kind))
    throw refuse(`draft.kind must be one of ${REQUEST_KINDS.join(', ')}`);
  return {
    ...raw,
    draft: { ...raw.draft, kind: raw.draft.kind ?? 'create-project' },
    reference,
    source: { ...bySupport(workflowId, raw), ...raw.source },
    senderProof: raw.senderProof ?? 'unproven',
  };
}

const refuse = (message: string) => ApplicationFailure.nonRetryable(message, 'InvalidRequest');

/** Whoever starts by hand says who they are: neither they nor the requester decides about it. */
function bySupport(workflowId: string, raw: RequestInput): RequestInput['source'] {
  if (!raw.source?.key && !raw.source?.startedBy) {
    throw refuse('source.startedBy must be your directory id: whoever starts a request does not decide about it');
  }
  return { channel: 'temporal', key: workflowId, receivedAt: new Date().toISOString() };
}
