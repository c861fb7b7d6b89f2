import type { AccountPlan } from '../../../src/domain/accounts.ts';
import type { RequestDraft } from '../../../src/domain/request.ts';
import type { Task } from '../../../src/domain/status.ts';
import { type Sending, useSend } from '../sending.ts';

/** What completes a task: a plan or a draft where it asks for one. */
export interface Completion {
  readonly task: Task['id'];
  readonly plan?: AccountPlan;
  readonly draft?: RequestDraft;
}

export const useCompletion = (reference: string, onSent: () => void): Sending<Completion> =>
  useSend<Completion>(`/api/requests/${reference}/complete`, onSent);
