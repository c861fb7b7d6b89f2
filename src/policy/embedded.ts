/* The policy as WebAssembly inside this process: no server to run, and none that could be down. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { ClientError } from '../clients/client-error.ts';
import type { PolicyInput, PolicyVersion } from '../domain/policy.ts';
import { readAnswer } from './answer.ts';
import { ENTRYPOINT, type PolicyEngine } from './engine.ts';

/** The policy that Berth ships. */
export const SHIPPED_POLICY = join(import.meta.dirname, '..', '..', 'policies', 'approval.wasm');

type LoadedPolicy = Awaited<ReturnType<typeof loadPolicy>>;

interface Loaded {
  readonly policy: LoadedPolicy;
  readonly version: PolicyVersion;
}

/** @param file a `.wasm` as `opa build -t wasm` makes it; read once, at the first question. */
export function createEmbeddedEngine(file: string = SHIPPED_POLICY): PolicyEngine {
  let loading: Promise<Loaded> | undefined;
  const load = () => {
    loading ??= readPolicy(file).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return {
    version: async () => (await load()).version,
    async ask(input) {
      const { policy, version } = await load();
      const asked = `The policy ${version.version} (${file})`;
      try {
        return { answer: readAnswer(evaluate(policy, input), asked), version };
      } catch (error) {
        if (error instanceof ClientError) throw error;
        // What is left of an evaluation that broke off answers nobody else.
        loading = undefined;
        throw new ClientError('Configuration', `${asked} cannot be evaluated: ${wordsOf(error)}.`);
      }
    },
  };
}

async function readPolicy(file: string): Promise<Loaded> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new ClientError('Configuration', `The policy ${file} cannot be read (${error.code}). Check policy.bundle.`);
  });
  const policy = await loadPolicy(bytes).catch(() => {
    const mend = 'Make one by "opa build -t wasm", and take policy.wasm out of the bundle it writes';
    throw new ClientError('Configuration', `${file} is no policy as WebAssembly. ${mend}.`);
  });
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { policy, version: { engine: 'embedded', version: `${basename(file, '.wasm')}@${digest}` } };
}

function evaluate(policy: LoadedPolicy, input: PolicyInput): unknown {
  const results: readonly { readonly result: unknown }[] = policy.evaluate(input, ENTRYPOINT);
  return results[0]?.result;
}

/** The library throws texts and plain objects as well. */
function wordsOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const { message } = error as { readonly message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(error);
}
