import type { Command } from 'commander';
import { formatPatch, structuredPatch } from 'diff';
import type { ChangedFile } from '../../domain/changed-file.ts';
import type { PreviewedFile, ShownPreview } from '../../intake/preview.ts';
import { type CliContext, requestPath } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { describePreview } from '../preview-text.ts';
import { readRequestFile } from '../request-file.ts';

const HELP = `
With a file nothing is asked for. Exit code 0: nothing would change; 8: something would.

Examples:
  berth diff -f payments.yaml
  berth diff -f payments.yaml | git apply --check     in a checkout of the fleet
  berth diff BR-7F3K2M9QXA                            what the pull request of a request changes`;

/** `berth diff`: what a request would change in the fleet repository. */
export function addDiffCommand(program: Command, context: () => CliContext): void {
  program
    .command('diff')
    .summary('what a request would change, or changes, as a patch of the fleet repository')
    .argument('[reference]', 'a request that there is')
    .option('-f, --file <file>', 'one that there is not yet, as for "berth request"; "-" reads standard input')
    .addHelpText('after', HELP)
    .action(async (reference: string | undefined, { file }: { file?: string }) => {
      process.exitCode = await diff(context(), reference, file);
    });
}

async function diff(context: CliContext, reference: string | undefined, file: string | undefined): Promise<number> {
  if (file !== undefined && reference === undefined) return wouldChange(context, file);
  if (reference !== undefined && file === undefined) return changes(context, reference);
  throw new CliFailure(EXIT.usage, 'Name a request, or a file with one.', 'berth diff --help');
}

async function wouldChange({ api, print }: CliContext, file: string): Promise<number> {
  const preview = await api.post<ShownPreview>('/api/previews?contents=true', readRequestFile(file, 'diff'));
  if (preview.problems.length > 0 || !preview.change) {
    print(describePreview(preview));
    return EXIT.refused;
  }
  const patches = preview.change.files.flatMap(patchOf);
  if (patches.length === 0) return EXIT.ok;
  print(patches.join('\n'));
  return EXIT.differs;
}

/** What the pull request of a request changes. */
async function changes({ api, print }: CliContext, reference: string): Promise<number> {
  const { items } = await api.get<{ items: ChangedFile[] }>(requestPath(reference, 'files'));
  if (items.length === 0) return EXIT.ok;
  print(items.map(patchShown).join('\n'));
  return EXIT.differs;
}

/** GitHub gives what changes without the lines that name the file, and of the largest files nothing. */
function patchShown({ path, change, patch }: ChangedFile): string {
  const head = `diff --git a/${path} b/${path}`;
  if (patch === undefined) return `${head}\n# too large for GitHub to show`;
  const mode = { added: ['new file mode 100644'], changed: [], removed: ['deleted file mode 100644'] }[change];
  const names = [
    `--- ${change === 'added' ? '/dev/null' : `a/${path}`}`,
    `+++ ${change === 'removed' ? '/dev/null' : `b/${path}`}`,
  ];
  return [head, ...mode, ...names, patch].join('\n');
}

/** As git writes it; none for a file that stays as it is. */
function patchOf({ path = '', content = '', before = null }: Partial<PreviewedFile>): string[] {
  if (before === content) return [];
  const created = before === null ? { isCreate: true, newMode: '100644' } : {};
  const old = before === null ? '/dev/null' : `a/${path}`;
  const patch = structuredPatch(old, `b/${path}`, before ?? '', content);
  return [formatPatch({ ...patch, ...created, isGit: true }).trimEnd()];
}
