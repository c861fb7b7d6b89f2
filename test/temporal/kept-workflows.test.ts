import { workerDataConverter } from '../../src/codec/data-converter.ts';
import { Secret } from '../../src/config-secrets.ts';
import { keptWorkflows } from '../../src/kept-workflows.ts';

/** As the bundle names what writes failures in workflows. */
const WRITES_FAILURES = '"./src/codec/failure-converter.ts"';

test('where payloads are encrypted, workflows write failures by our converter; elsewhere they do not', async () => {
  const key = new Secret('a1'.repeat(32));
  const [encrypted, plain] = [{ keys: [{ id: '2026-11', key }] }, undefined].map(workerDataConverter);
  expect((await keptWorkflows(encrypted ?? {})).code).toContain(WRITES_FAILURES);
  expect((await keptWorkflows(plain ?? {})).code).not.toContain(WRITES_FAILURES);
});
