import {
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Stretch } from './shape.ts';

interface Empty {
  empty(): Promise<void>;
}

export const answerUpdate = defineUpdate('answer');
export const tellSignal = defineSignal('tell');

const remote = proxyActivities<Empty>({ startToCloseTimeout: '10s' });
const local = proxyLocalActivities<Empty>({ startToCloseTimeout: '2s' });

/** As many activities and messages as a request has, and nothing in them: what Temporal itself costs. */
export async function bare(shape: readonly Stretch[]): Promise<void> {
  let received = 0;
  let expected = 0;
  setHandler(answerUpdate, () => void received++);
  setHandler(tellSignal, () => void received++);
  for (const stretch of shape) {
    if (stretch.kind === 'messages') {
      expected += stretch.messages.length;
      await condition(() => received >= expected, '1h');
    } else if (stretch.kind === 'remote') {
      await Promise.all(Array.from({ length: stretch.count }, () => remote.empty()));
    } else {
      for (let n = 0; n < stretch.count; n++) await local.empty();
    }
  }
}
