import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { startTimeSkipping } from '../support/temporal.ts';

test('the time-skipping server knows the search attributes', async () => {
  const env = await startTimeSkipping();
  try {
    const step = { key: defineSearchAttributeKey('BerthStep', 'KEYWORD'), value: 'REQUEST_INITIATION' };
    const clusters = { key: defineSearchAttributeKey('BerthCluster', 'KEYWORD_LIST'), value: ['cluster-east-prod'] };
    const handle = await env.client.workflow.start('any', {
      workflowId: 'w',
      taskQueue: 'nobody',
      typedSearchAttributes: new TypedSearchAttributes([step, clusters]),
    });
    const { typedSearchAttributes } = await handle.describe();
    expect(typedSearchAttributes.get(step.key)).toBe(step.value);
    expect(typedSearchAttributes.get(clusters.key)).toEqual(clusters.value);
  } finally {
    await env.teardown();
  }
});
