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
 * @throws ClientError `Configuration` when there is no `ansible-playbook`, `ProvisioningFailed` when the run as a whole
 * failed; the signal's reason when interrupted.
 */
export async function runPlaybook(run: PlaybookRun): Promise<HostOutcome[]> {
  const { program, playbook, inventories, folder, env, signal } = run;
  const args = [...inventories.flatMap((inventory) => ['-i', inventory]), playbook];
  const result = await runProgram({ program, args, folder, env, signal }, INSTALL);
  const outcomes = parseRecap(result.out);
  if (result.code === 0 || outcomes.some(({ outcome }) => outcome !== 'done')) return outcomes;
  throw failed(result);
}

/**
 * Asks it for something that reaches no machine, such as `--version`; returns what it prints.
 * @throws ClientError as `runPlaybook`.
 */
export async function askAnsible(call: ProgramCall): Promise<string> {
  const result = await runProgram(call, INSTALL);
  if (result.code === 0) return result.out;
  throw failed(result);
}

const INSTALL = 'install ansible-core';

const failed = ({ code, out, err }: ProgramResult) =>
  new ClientError('ProvisioningFailed', `ansible-playbook ended with ${code}${firstError(`${err}\n${out}`)}`);

/** Its own complaint about a playbook, an inventory or its settings, without the lines that it quotes. */
function firstError(text: string): string {
  const words = /^(?:\[ERROR\]:|ERROR!) (.+)$/m.exec(text)?.[1];
  return words === undefined ? '' : `: ${oneLine(words, LONGEST_WORDS)}`;
}
