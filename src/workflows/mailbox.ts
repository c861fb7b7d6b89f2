import { continueAsNew, setCurrentDetails, sleep, workflowInfo } from '@temporalio/workflow';
import type { TakenMail } from '../domain/flood.ts';
import { failureOf } from './failure-of.ts';
import { mailboxes } from './gateways.ts';

const PAUSE_AFTER_FAILURE_SECONDS = 60;

/**
 * Reads one mailbox for ever: one reader at a time, a new run before the history grows long.
 * @param earlier unproven mails of the last day that earlier runs took in.
 */
export async function mailbox(name: string, earlier: readonly TakenMail[] = []): Promise<void> {
  let taken = earlier;
  while (!workflowInfo().continueAsNewSuggested) {
    try {
      const batch = await mailboxes.watchMailbox({ mailbox: name, taken });
      taken = batch.taken ?? taken;
      setCurrentDetails(`Mailbox **${name}** is read. Last batch: ${describe(batch.handled)}`);
    } catch (error) {
      setCurrentDetails(`Mailbox **${name}** cannot be read: ${failureOf(error).message}`);
      await sleep(PAUSE_AFTER_FAILURE_SECONDS * 1000, { summary: 'Try the mailbox again' });
    }
  }
  await continueAsNew<typeof mailbox>(name, taken);
}

/** `3 request, 2 held: more than 10 unproven mails …`, the words under which mails were filed. */
function describe(handled: Readonly<Record<string, number>>): string {
  const parts = Object.entries(handled).map(([what, count]) => `${count} ${what}`);
  return parts.join('; ') || 'nothing came';
}
