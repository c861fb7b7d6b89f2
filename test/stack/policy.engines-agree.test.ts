/* One policy, two engines: the WebAssembly inside Berth and a real OPA server say the same to the same question. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trustAlso } from '../../src/clients/trust.ts';
import { Secret } from '../../src/config.ts';
import type { PolicyInput } from '../../src/domain/policy.ts';
import { createEmbeddedEngine } from '../../src/policy/embedded.ts';
import type { PolicyEngine } from '../../src/policy/engine.ts';
import { SAMPLE_INPUT } from '../../src/policy/sample.ts';
import { createOpaEngine } from '../../src/policy/server.ts';
import { makeStackContext, type StackContext } from '../../stack/kit/context.ts';
import { type OpaOrder, type RunningOpa, startOpa } from '../../stack/policy/opa.ts';
import { policyInputs } from '../support/policy-inputs.ts';

const POLICY = join(import.meta.dirname, '..', '..', 'policies', 'approval.rego');

let folder: string;
let context: StackContext;
let opa: RunningOpa;
const others: RunningOpa[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-opa-'));
  context = await makeStackContext(folder);
  opa = await startOpa(context, { policy: POLICY, revision: '3f2a9c1' });
});
afterAll(async () => {
  for (const running of [opa, ...others]) await running.close();
  rmSync(folder, { recursive: true, force: true });
});

async function another(order: OpaOrder): Promise<RunningOpa> {
  const running = await startOpa(context, order);
  others.push(running);
  return running;
}

const engineOf = ({ url, token }: Pick<RunningOpa, 'url' | 'token'>) =>
  createOpaEngine({ opaUrl: url, opaToken: new Secret(token), timeoutSeconds: 30 });

/** The answer, or what is wrong; which policy said it, and where, differs. */
async function said(engine: PolicyEngine, input: PolicyInput): Promise<unknown> {
  try {
    return (await engine.ask(input)).answer;
  } catch (error) {
    return (error as Error).message.replace(/^The policy \S+ \(.*?\)/, '');
  }
}

// First: afterwards this process trusts it.
test('whose certificate nobody vouches for is not asked', async () => {
  const asked = engineOf(opa).ask(SAMPLE_INPUT);
  await expect(asked).rejects.toMatchObject({ type: 'Configuration', message: expect.stringContaining('caFile') });
  trustAlso(context.authority.caFile);
});

test('both answer alike, whatever is asked', async () => {
  const [embedded, server] = [createEmbeddedEngine(), engineOf(opa)];
  const inputs = policyInputs();
  const seen = new Set<string>();
  for (const input of inputs) {
    const answer = await said(embedded, input);
    expect({ input, answer: await said(server, input) }).toEqual({ input, answer });
    seen.add(typeof answer === 'string' ? 'problem' : kindOf(answer));
  }
  expect([...seen].toSorted()).toEqual(['approved', 'asked', 'denied', 'problem']);
});

function kindOf(answer: unknown): string {
  const { denials, autoApproval } = answer as { readonly denials: unknown[]; readonly autoApproval: unknown };
  if (denials.length > 0) return 'denied';
  return autoApproval ? 'approved' : 'asked';
}

test("a server's version is the revision of its bundle", async () => {
  const { version } = await engineOf(opa).ask(SAMPLE_INPUT);
  expect(version).toEqual({ engine: 'opa', version: expect.stringMatching(/approval\.tar\.gz@3f2a9c1$/) });
  expect(await engineOf(opa).version()).toEqual(version);
});

test.each([
  ['a wrong token', async () => ({ ...opa, token: 'wrong' }), /401.*policy\.opaTokenFile/],
  ['a bundle without revision', () => another({ policy: POLICY }), /names no revision.*opa build --revision/],
  [
    'a policy of another package',
    () =>
      another({ policy: join(import.meta.dirname, '..', 'fixtures', 'policy', 'other-package.rego'), revision: '1' }),
    /answers nothing.*berth\.approval/,
  ],
  [
    'a policy that asks nobody about the content',
    () => another({ policy: join(import.meta.dirname, '..', 'fixtures', 'policy', 'nobody.rego'), revision: '1' }),
    /stages: must have one that is about content/,
  ],
])('%s is a configuration failure', async (_what, server, message) => {
  const asked = engineOf(await server()).ask(SAMPLE_INPUT);
  await expect(asked).rejects.toMatchObject({ type: 'Configuration', message: expect.stringMatching(message) });
});

test('a server that is down may come back', async () => {
  const gone = await another({ policy: POLICY, revision: '1' });
  await gone.close();
  await expect(engineOf(gone).ask(SAMPLE_INPUT)).rejects.toMatchObject({ type: 'Unavailable' });
});
