/* A workflow that does what is easily done: it sleeps until a time, and looks at the clock before it goes on. */
import { condition, defineQuery, setHandler, sleep } from '@temporalio/workflow';

export const wokenQuery = defineQuery<number>('woken');

/** @returns how often it had to sleep. */
export async function sleeper(ms: number): Promise<number> {
  const due = Date.now() + ms;
  let woken = 0;
  setHandler(wokenQuery, () => woken);
  await condition(() => false, ms);
  for (woken = 1; Date.now() < due; woken++) await sleep(due - Date.now());
  return woken;
}
