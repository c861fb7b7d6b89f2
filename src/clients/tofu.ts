import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ClientError } from './client-error.ts';

/** After this a cancelled run that does not end by itself, releasing its lock, is killed. */
const GRACE_MS = 20_000;
/** What people are shown of a failing command. */
const SHOWN_LINES = 12;

export interface TofuCommand {
  /** `tofu`, or a path. */
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  /** Interrupts it as Ctrl-C does. */
  readonly signal: AbortSignal;
}

export interface TofuResult {
  readonly code: number;
  readonly out: string;
}

/**
 * Runs OpenTofu to its end.
 * @param answers exit codes that are an answer rather than an error.
 * @throws ClientError `Configuration` when there is no such program, `ProvisioningFailed` with its last words; the
 * signal's reason when interrupted.
 */
export async function runTofu(command: TofuCommand, answers: readonly number[] = [0]): Promise<TofuResult> {
  const { program, args, folder, env, signal } = command;
  signal.throwIfAborted();
  const child = spawn(program, [...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  let lastResort: NodeJS.Timeout | undefined;
  const interrupt = () => {
    child.kill('SIGINT');
    lastResort = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    signal.throwIfAborted();
    if (code !== null && answers.includes(code)) return { code, out: said.out };
    throw new ClientError(
      'ProvisioningFailed',
      `tofu ${args[0]} ended with ${code}: ${lastLines(said.err || said.out)}`,
    );
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ENOENT' ? missing(program) : error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    clearTimeout(lastResort);
  }
}

const missing = (program: string) =>
  new ClientError('Configuration', `There is no "${program}" on the worker's PATH: install OpenTofu or set its path`);

const lastLines = (text: string) => text.trim().split('\n').slice(-SHOWN_LINES).join('\n');
