import { ClientError } from './client-error.ts';
import { type ProgramCall, runProgram } from './program.ts';

/** What people are shown of a failing command. */
const SHOWN_LINES = 12;

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
export async function runTofu(call: ProgramCall, answers: readonly number[] = [0]): Promise<TofuResult> {
  const { code, out, err } = await runProgram(call, 'install OpenTofu or set its path');
  if (code !== null && answers.includes(code)) return { code, out };
  throw new ClientError('ProvisioningFailed', `tofu ${call.args[0]} ended with ${code}: ${lastLines(err || out)}`);
}

const lastLines = (text: string) => text.trim().split('\n').slice(-SHOWN_LINES).join('\n');
