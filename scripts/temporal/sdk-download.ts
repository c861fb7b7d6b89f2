import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from './source.ts';

/** What the Temporal SDK downloads by itself when it is asked for a test environment. */
export function fromSdk(server: 'dev-server' | 'time-skipping'): Source {
  return {
    how: `download of the Temporal SDK (${server})`,
    name: `sdk-${server}`,
    async make(folder) {
      // Loaded only here: the SDK's native library is large, and mostly an earlier way works.
      const { TestWorkflowEnvironment } = await import('@temporalio/testing');
      const executable = { type: 'cached-download', downloadDir: folder } as const;
      console.error(`Getting the ${server} by the Temporal SDK …`);
      const env = await (server === 'dev-server'
        ? TestWorkflowEnvironment.createLocal({ server: { executable } })
        : TestWorkflowEnvironment.createTimeSkipping({ server: { executable } }));
      await env.teardown();
      const [file] = readdirSync(folder);
      if (!file) throw new Error('the SDK left no program behind');
      return join(folder, file);
    },
  };
}
