/*
 * Tells all webhooks what happens to requests, for as long as there is one. What happened stands in the requests' own
 * histories and is read from there: no request knows of webhooks.
 */
import { continueAsNew, setCurrentDetails, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import { failureOf } from '../failure-of.ts';
import { webhookFeed as feed } from '../gateways.ts';
import { webhookAddedSignal } from '../messages.ts';

const PAUSE_AFTER_FAILURE_MS = 60_000;

/** @param since ISO 8601: what was published before is told; absent in the first run. */
export async function webhookFeed(since = new Date().toISOString()): Promise<void> {
  let told = since;
  let wasAdded = true;
  setHandler(webhookAddedSignal, () => void (wasAdded = true));
  while (!workflowInfo().continueAsNewSuggested) {
    try {
      const isNew = wasAdded;
      wasAdded = false;
      const { until, isIdle } = await feed.feedWebhooks({ since: told });
      told = until;
      if (isIdle && !isNew && !wasAdded) return;
    } catch (error) {
      wasAdded = true;
      setCurrentDetails(`Webhooks are not told: ${failureOf(error).message}`);
      await sleep(PAUSE_AFTER_FAILURE_MS, { summary: 'Try again' });
    }
  }
  await continueAsNew<typeof webhookFeed>(told);
}
