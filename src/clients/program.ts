import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ClientError } from './client-error.ts';

/** After this a cancelled run that does not end by itself, releasing what it holds, is killed. */
const GRACE_MS = 20_000;

export interface ProgramCall {
  /** A name on the search path of `env`, or a path. */
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  /** Interrupts it as Ctrl-C does. */
  readonly signal: AbortSignal;
}

export interface ProgramResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What people are told of a program. */
export interface ProgramWords {
  /** What is run, such as `tofu apply`. */
  readonly what: string;
  /** How to get the program when the machine has none. */
  readonly mend: string;
}

/**
 * Runs a program to its end, whatever its exit code.
 * @throws ClientError `Configuration` when there is no such program, `Unavailable` when somebody else killed it; the
 * signal's reason when interrupted.
 */
export async function runProgram(call: ProgramCall, { what, mend }: ProgramWords): Promise<ProgramResult> {
  const { program, args, folder, env, signal } = call;
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
    // Whoever ends a program by a signal means the process, not what it works at: a machine short of memory, say.
    if (code === null) throw new ClientError('Unavailable', `${what} was killed.`);
    return { code, ...said };
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ENOENT' ? missing(program, mend) : error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    clearTimeout(lastResort);
  }
}

const missing = (program: string, mend: string) =>
  new ClientError('Configuration', `There is no "${program}" on the worker's PATH: ${mend}`);
