import type { FailureType } from '../domain/failures.ts';
import { oneLine } from '../domain/one-line.ts';
import { ClientError } from './client-error.ts';
import { type ProgramCall, type ProgramResult, runProgram } from './program.ts';

/** What people are shown of a failing command. */
const LONGEST_WORDS = 900;
/** Shorter values are words that messages need, such as `true`. */
const SHORTEST_SECRET = 6;

export interface TofuCall extends ProgramCall {
  /** Values of its environment that no message may show. */
  readonly hidden: readonly string[];
}

export type TofuResult = Pick<ProgramResult, 'code' | 'out'>;

/**
 * Runs OpenTofu to its end.
 * @param answers exit codes that are an answer rather than an error.
 * @throws ClientError as `runProgram`, else with its own words and by what it says; the signal's reason when interrupted.
 */
export async function runTofu(call: TofuCall, answers: readonly number[] = [0]): Promise<TofuResult> {
  const what = `tofu ${call.args[0]}`;
  const { code, out, err } = await runProgram(call, { what, mend: 'install OpenTofu or set its path' });
  if (answers.includes(code)) return { code, out };
  // Hidden first: half a secret at the cut would not be known as one.
  const words = oneLine(hide(errorsOf(err || out), call.hidden), LONGEST_WORDS);
  const held = lockOf(words);
  if (held) throw new ClientError('NotYet', `${what}: ${held}`);
  const { type, mend } = classify(words);
  throw new ClientError(type, `${what} ended with ${code}: ${words}${mend ? ` (${mend})` : ''}`);
}

/** Who holds the state's lock, which may be a process that is gone. */
function lockOf(words: string): string | undefined {
  const [, id, operation, who, since] = LOCK.exec(words) ?? [];
  if (id === undefined) return undefined;
  const mend = `If that process is gone, an operator releases it: tofu force-unlock ${id}`;
  return `the state is locked by ${who} since ${since} (${operation}). ${mend}`;
}

/** From its first complaint on, on one line: it wraps its lines for a terminal. */
function errorsOf(text: string): string {
  const start = text.indexOf('Error: ');
  return (start < 0 ? text : text.slice(start + 'Error: '.length)).replaceAll(/[\s╷│╵]+/g, ' ').trim();
}

function hide(text: string, hidden: readonly string[]): string {
  const secrets = hidden.flatMap((value) => [value, /:\/\/[^/@]*:([^/@]+)@/.exec(value)?.[1] ?? '']);
  return secrets.filter((s) => s.length >= SHORTEST_SECRET).reduce((shown, s) => shown.replaceAll(s, '(hidden)'), text);
}

const LOCK = /Lock Info: ID: (\S+) Path: .*?Operation: (\S+) Who: (\S+) Version: \S+ Created: (.*?) Info:/;

interface Kind {
  readonly says: RegExp;
  readonly type: FailureType;
  readonly mend?: string;
}

/** The first that fits. OpenTofu and its providers say what is wrong in words only. */
const KINDS: readonly Kind[] = [
  {
    says: /connection refused|connection reset|no route to host|i\/o timeout|Client\.Timeout|TLS handshake timeout|the server is currently unable|HTTP 5\d\d|unexpected EOF/,
    type: 'Unavailable',
  },
  {
    says: /x509:|no such host|Unauthorized|password authentication failed|requires auth|invalid auth/,
    type: 'Configuration',
  },
  {
    says: /acquiring the state lock|Saved plan is stale|because it is being terminated|object is being deleted/,
    type: 'NotYet',
  },
  {
    says: /is forbidden|cannot get resource|permission denied/,
    type: 'Forbidden',
    mend: 'give the account of this kubeconfig this right',
  },
  { says: /already exists/, type: 'NameTaken' },
  {
    says: /query available provider packages|Inconsistent dependency lock|Failed to install provider|Invalid backend|Unsupported backend|Invalid encryption|decryption failed/,
    type: 'Configuration',
  },
];

function classify(words: string): { type: FailureType; mend?: string | undefined } {
  return KINDS.find(({ says }) => says.test(words)) ?? { type: 'ProvisioningFailed' };
}
