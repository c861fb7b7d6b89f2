import type { Command } from 'commander';
import { formatPatch, structuredPatch } from 'diff';
import type { PreviewedFile, ShownPreview } from '../../intake/preview.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../failures.ts';
import { describePreview } from '../preview-text.ts';
import { readRequestFile } from '../request-file.ts';

const HELP = `
Nothing is asked for. Exit code 0: nothing would change; 8: something would.

Examples:
  berth diff -f payments.yaml
  berth diff -f payments.yaml | git apply --check     in a checkout of the fleet`;

/** `berth diff`: what a request would change in the fleet repository. */
export function addDiffCommand(program: Command, context: () => CliContext): void {
  program
    .command('diff')
    .summary('what a request would change, as a patch of the fleet repository')
    .requiredOption('-f, --file <file>', 'the request, as for "berth request"; "-" reads standard input')
    .addHelpText('after', HELP)
    .action(async ({ file }: { file: string }) => {
      process.exitCode = await diff(context(), file);
    });
}

async function diff({ api, print }: CliContext, file: string): Promise<number> {
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

/** As git writes it; none for a file that stays as it is. */
function patchOf({ path = '', content = '', before = null }: Partial<PreviewedFile>): string[] {
  if (before === content) return [];
  const created = before === null ? { isCreate: true, newMode: '100644' } : {};
  const old = before === null ? '/dev/null' : `a/${path}`;
  const patch = structuredPatch(old, `b/${path}`, before ?? '', content);
  return [formatPatch({ ...patch, ...created, isGit: true }).trimEnd()];
}
