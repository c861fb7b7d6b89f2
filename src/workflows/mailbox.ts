import { continueAsNew, setCurrentDetails, sleep, workflowInfo } from '@temporalio/workflow';
import { failureOf } from './failure-of.ts';
import { mailboxes } from './gateways.ts';

const PAUSE_AFTER_FAILURE_SECONDS = 60;

/** Reads one mailbox for ever: one reader at a time, a new run before the history grows long. */
export async function mailbox(name: string): Promise<void> {
  while (!workflowInfo().continueAsNewSuggested) {
    try {
      const { handled } = await mailboxes.watchMailbox({ mailbox: name });
      setCurrentDetails(`Mailbox **${name}** is read. Last batch: ${JSON.stringify(handled)}`);
    } catch (error) {
      setCurrentDetails(`Mailbox **${name}** cannot be read: ${failureOf(error).message}`);
      await sleep(PAUSE_AFTER_FAILURE_SECONDS * 1000, { summary: 'Try the mailbox again' });
    }
  }
  await continueAsNew<typeof mailbox>(name);
}
