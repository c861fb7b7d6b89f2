import type { Command } from 'commander';
import { type CliContext, requestPath } from '../context.ts';

/** `berth comment`: a word to those whom a request concerns. */
export function addCommentCommand(program: Command, context: () => CliContext): void {
  program
    .command('comment')
    .summary('say something about a request, to those whom it concerns')
    .argument('<reference>', 'such as BR-7F3K2M9QXA')
    .argument('<text>', 'in quotes')
    .addHelpText('after', '\nExample:\n  berth comment BR-7F3K2M9QXA "The host name has changed, see the ticket."')
    .action(async (reference: string, text: string) => {
      const { api, print } = context();
      await api.post(requestPath(reference, 'comments'), { text });
      print(`It was said.\nNext: berth status ${reference}`);
    });
}
