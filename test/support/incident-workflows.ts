/* Incidents in earnest, and requests that are nothing but stuck: they count how often they are repaired. */
import { condition, defineQuery, setHandler } from '@temporalio/workflow';
import { repairUpdate } from '../../src/workflows/messages.ts';

export { incident } from '../../src/workflows/incident/incident.ts';

/** Reasons of the repairs that were taken in. */
export const repairsQuery = defineQuery<string[]>('repairs');

/** Takes every repair, so that a second one would be seen. */
export async function stuckRequest(): Promise<void> {
  const repairs: string[] = [];
  setHandler(repairUpdate, ({ person, reason = '' }) => void repairs.push(`${person}: ${reason}`));
  setHandler(repairsQuery, () => repairs);
  await condition(() => false);
}
