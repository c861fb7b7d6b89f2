import type { Command } from 'commander';
import { readableTime } from '../../domain/readable-time.ts';
import type { TimelineEntry } from '../../domain/status.ts';
import { STEP_TITLES } from '../../domain/steps.ts';
import { type CliContext, requestPath } from '../context.ts';
import { jsonLines } from '../table.ts';

/** `berth timeline`: what has happened, and what was said. */
export function addTimelineCommand(program: Command, context: () => CliContext): void {
  program
    .command('timeline')
    .summary('what has happened in a request, and what was said, oldest first')
    .argument('<reference>', 'such as BR-7F3K2M9QXA')
    .option('--json', 'an entry a line, as JSON')
    .addHelpText('after', '\nExample:\n  berth timeline BR-7F3K2M9QXA')
    .action(async (reference: string, { json }: { json?: boolean }) => {
      const { api, print } = context();
      const { items } = await api.get<{ items: TimelineEntry[] }>(requestPath(reference, 'timeline'));
      print(json ? jsonLines(items) : items.map(describe).join('\n'));
    });
}

function describe({ at, step, text, who, comment }: TimelineEntry): string {
  const words = comment ? `"${text}"` : text;
  return `${readableTime(at)}  ${STEP_TITLES[step]}: ${words}${who ? ` (${who})` : ''}`;
}
