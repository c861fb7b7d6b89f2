import { completeTaskUpdate, decideUpdate, mergedSignal } from '../../src/workflows/messages.ts';
import { decisionOf, type Played } from './lifecycle.ts';

/** Support confirms the proposed account plan. */
export async function confirmAccounts({ handle, until }: Played): Promise<void> {
  await until((s) => s.task?.id === 'accounts');
  await handle.executeUpdate(completeTaskUpdate, { args: [{ person: 'sam', channel: 'api', task: 'accounts' }] });
}

/** Plays until the lead is asked. */
export async function reachDecision(request: Played): Promise<void> {
  await confirmAccounts(request);
  await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');
}

export async function say(
  { handle, reference }: Played,
  verdict: 'approve' | 'reject' | 'request-changes',
  person = 'lee',
): Promise<void> {
  await handle.executeUpdate(decideUpdate, { args: [decisionOf(reference, verdict, person)] });
}

/** Plays until the request is merged. */
export async function reachMerge(request: Played): Promise<void> {
  await reachDecision(request);
  await say(request, 'approve');
  await request.until((s) => s.waitingOn?.kind === 'git');
  await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
}

/** The stage whose turn it is has been asked. */
export const reachStage = ({ until }: Played, stage: string) =>
  until(
    ({ stages, waitingOn }) => waitingOn?.text.includes(wordsOf(stages.find(({ name }) => name === stage))) ?? false,
  );

/** A stage of the tests is decided by a group of its name. */
const wordsOf = (stage: { readonly name: string } | undefined) =>
  stage === undefined ? 'no such stage' : stage.name === 'lead' ? 'Project lead' : stage.name;

/** Somebody says something in a stage, about the content as it stands. */
export async function sayIn(
  { handle, reference, until }: Played,
  stage: string,
  person: string,
  verdict: 'approve' | 'reject' | 'request-changes' = 'approve',
): Promise<void> {
  const { plan } = await until((s) => s.plan !== null);
  const specHash = plan?.specHash ?? '';
  await handle.executeUpdate(decideUpdate, {
    args: [{ ...decisionOf(reference, verdict, person), stage, specHash }],
  });
}
