import { defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { findTemporal, findTestServer } from '../../scripts/temporal/find.ts';
import { registerSearchAttributes } from '../../scripts/temporal/search-attributes.ts';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.ts';
import { WORKFLOW_CODE } from '../../src/workflow-code.ts';
import { wholeFile } from './fixture.ts';

// A worker tells of each of its states otherwise, and hides the failures that matter.
Runtime.install({ logger: new DefaultLogger('WARN') });

/**
 * A Temporal dev server of the test's own, with Berth's search attributes; the test tears it down.
 * @param limits of the server that the test sets, such as `limit.historyCount.suggestContinueAsNew=60`.
 */
export async function startEnvironment(...limits: readonly string[]): Promise<TestWorkflowEnvironment> {
  const path = process.env.BERTH_TEMPORAL ?? (await findTemporal()).path;
  const searchAttributes = Object.entries(SEARCH_ATTRIBUTES).map(([name, kind]) =>
    defineSearchAttributeKey(name, kind),
  );
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path },
      searchAttributes,
      extraArgs: ['history.transferProcessorMaxPollRPS=10000', ...limits].flatMap((value) => [
        '--dynamic-config-value',
        value,
      ]),
    },
  });
}

/** The same, once for all tests of the file. It is there inside tests and hooks only. */
export function wholeFileTemporal(): Pick<TestWorkflowEnvironment, 'client'> {
  return wholeFile(async () => {
    const env = await startEnvironment();
    return { client: env.client, close: () => env.teardown() };
  });
}

/**
 * A server that skips time while a result is awaited; the test tears it down. Await results one after another, and
 * cancel rather than terminate: both confuse its clock. It cannot list workflows.
 */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const path = process.env.BERTH_TEST_SERVER ?? (await findTestServer()).path;
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  await registerSearchAttributes(env.connection);
  return env;
}

/** Options of a worker that runs Berth's workflows, bundled once for the whole run. */
export function workflowCode(): { workflowBundle: { codePath: string } } | typeof WORKFLOW_CODE {
  const codePath = process.env.BERTH_WORKFLOW_BUNDLE;
  if (codePath) return { workflowBundle: { codePath } };
  return WORKFLOW_CODE;
}
