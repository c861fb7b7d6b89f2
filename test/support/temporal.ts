import { homedir } from 'node:os';
import { join } from 'node:path';
import { defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.ts';

/** A Temporal dev server of the test's own, with Berth's search attributes; the test tears it down. */
export async function startEnvironment(): Promise<TestWorkflowEnvironment> {
  const path = process.env.BERTH_TEMPORAL ?? join(homedir(), '.cache/berth/temporal/bin/temporal');
  const searchAttributes = Object.entries(SEARCH_ATTRIBUTES).map(([name, kind]) =>
    defineSearchAttributeKey(name, kind),
  );
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path },
      searchAttributes,
      extraArgs: ['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=10000'],
    },
  });
}
