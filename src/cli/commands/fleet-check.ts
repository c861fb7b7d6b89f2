import { ClientError } from '../../clients/client-error.ts';
import { openWorktree } from '../../clients/git-worktree.ts';
import { checkFleet } from '../../fleet/check.ts';
import { describeFinding } from '../../fleet/finding.ts';
import { readFolder } from '../../fleet/folder.ts';
import { readChange } from '../../fleet/read-change.ts';
import { checkLedger } from '../../fleet/rules/ledger.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';

interface CheckOptions {
  readonly base?: string;
  readonly ledger?: string;
  readonly json?: boolean;
}

/** The exit code: `refused` when anything is. */
export async function checkAndTell(
  { print }: Pick<CliContext, 'print'>,
  folder: string,
  { base, ledger, json }: CheckOptions,
): Promise<number> {
  const worktree = openWorktree(folder);
  const files = (await worktree.isRepository()) ? await worktree.readFiles() : readFolder(folder);
  if (files.size === 0) throw new CliFailure(EXIT.usage, `${folder} has no files.`, 'berth fleet init <folder>');
  const change = base === undefined ? undefined : await readingBase(() => readChange(worktree, files, base));
  const rewrites = ledger === undefined ? [] : await readingBase(() => worktree.rewritesIn(ledger));
  const findings = [...checkFleet(files, change), ...checkLedger(rewrites)];
  const refused = findings.filter(({ level }) => level === 'refused').length;
  if (json) print(JSON.stringify({ files: files.size, refused, findings }));
  else {
    for (const finding of findings) print(describeFinding(finding));
    print(`${files.size} files checked${change ? `, ${change.paths.size} of them changed` : ''}: ${refused} refused`);
  }
  return refused > 0 ? EXIT.refused : EXIT.ok;
}

async function readingBase<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof ClientError ? new CliFailure(EXIT.usage, error.message) : error;
  }
}
