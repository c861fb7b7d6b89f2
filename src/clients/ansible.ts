import { oneLine } from '../domain/one-line.ts';
import { type HostOutcome, parseRecap } from './ansible-recap.ts';
import { ClientError } from './client-error.ts';
import { type ProgramCall, type ProgramResult, runProgram } from './program.ts';

const LONGEST_WORDS = 200;

export interface PlaybookRun extends Omit<ProgramCall, 'args'> {
  readonly playbook: string;
  readonly inventories: readonly string[];
}

/**
 * Runs a playbook over inventories to its end; what went wrong on single machines is in the outcomes. Results of tasks
 * are never passed on: they may hold secrets.
 * @throws ClientError `Configuration` when there is no `ansible-playbook`, `Unavailable` when it or one of its workers was
 * killed, `ProvisioningFailed` when the run as a whole failed otherwise; the signal's reason when interrupted.
 */
export async function runPlaybook(run: PlaybookRun): Promise<HostOutcome[]> {
  const { program, playbook, inventories, folder, env, signal } = run;
  const args = [...inventories.flatMap((inventory) => ['-i', inventory]), playbook];
  const result = await runProgram({ program, args, folder, env, signal }, WORDS);
  const outcomes = parseRecap(result.out);
  if (result.code === 0 || outcomes.some(({ outcome }) => outcome !== 'done')) return outcomes;
  throw failed(result);
}

/**
 * Asks it for something that reaches no machine, such as `--version`; returns what it prints.
 * @throws ClientError as `runPlaybook`.
 */
export async function askAnsible(call: ProgramCall): Promise<string> {
  const result = await runProgram(call, WORDS);
  if (result.code === 0) return result.out;
  throw failed(result);
}

const WORDS = { what: 'ansible-playbook', mend: 'install ansible-core' } as const;

/** How it says that a process of its own was killed. */
const WORKER_KILLED = 'A worker was found in a dead state';

function failed({ code, out, err }: ProgramResult): ClientError {
  const words = firstError(`${err}\n${out}`);
  const said = words === undefined ? '' : `: ${oneLine(words, LONGEST_WORDS)}`;
  const type = words === WORKER_KILLED ? 'Unavailable' : 'ProvisioningFailed';
  return new ClientError(type, `ansible-playbook ended with ${code}${said}`);
}

/** Its own complaint about a playbook, an inventory or its settings, without the lines that it quotes. */
const firstError = (text: string) => /^(?:\[ERROR\]:|ERROR!) (.+)$/m.exec(text)?.[1];
