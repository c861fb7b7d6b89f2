import { problemLine } from '../domain/problem-text.ts';
import type { RequestDraft } from '../domain/request.ts';
import { parseForm } from '../intake/parse-form.ts';
import { CliFailure, EXIT } from './failures.ts';
import { readText } from './files.ts';

/**
 * A request in a file, by the rules of a mail.
 * @param command that it is read for.
 * @throws CliFailure that says what cannot be read.
 */
export function readRequestFile(
  file: string,
  command: 'request' | 'diff',
): Omit<RequestDraft, 'requester' | 'text' | 'problems'> {
  const { text: _, problems = [], ...draft } = parseForm(readText(file)).draft;
  if (problems.length === 0) return draft;
  const lines = problems.map((problem) => `  ${problemLine(problem)}`);
  throw new CliFailure(EXIT.usage, [`${file} cannot be used:`, ...lines].join('\n'), `berth ${command} -f ${file}`);
}
