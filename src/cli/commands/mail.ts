import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { MAIL_MESSAGES, type MailMessage } from '../../domain/mail-message.ts';
import { didYouMean } from '../../domain/suggest.ts';
import { exampleOf } from '../../mail/example.ts';
import type { RenderedMail } from '../../mail/letter.ts';
import { describeProblem, loadMailTemplates } from '../../mail/templates.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { readConfig } from '../read-config.ts';

interface Wanted {
  readonly html?: string;
  readonly templates?: string;
  readonly config?: string;
}

const PREVIEW_HELP = `
Messages: ${MAIL_MESSAGES.join(', ')}

Examples:
  berth mail preview
  berth mail preview ready --templates mail
  berth mail preview ready --config berth.yaml --html ready.html`;

export function addMailCommand(program: Command, context: () => Pick<CliContext, 'print'>): void {
  program
    .command('mail')
    .summary('look at what Berth mails')
    .command('preview')
    .summary('show mails, filled with the example of the manual; sends nothing')
    .argument('[message]', 'one of them; all when left out')
    .option('--html <file>', 'write the HTML into a file, to be opened in a browser')
    .option('--templates <folder>', 'with the words of a team')
    .option('--config <file>', 'take that folder from a configuration')
    .addHelpText('after', PREVIEW_HELP)
    .action((message: string | undefined, wanted: Wanted) => preview(context(), message, wanted));
}

function preview({ print }: Pick<CliContext, 'print'>, message: string | undefined, wanted: Wanted): void {
  const shown = message === undefined ? MAIL_MESSAGES : [known(message)];
  const mails = loadMailTemplates(wanted.templates ?? (wanted.config && readConfig(wanted.config).smtp.templates));
  const all = shown.map((name) => ({ name, mail: exampleOf(mails, name) }));
  print(all.map(({ name, mail }) => asText(name, mail)).join('\n'));
  if (wanted.html !== undefined) write(wanted.html, all.map(({ mail }) => mail.html).join('\n'));
  if (mails.problems.length === 0) return;
  throw new CliFailure(EXIT.refused, `Shown as Berth ships it:\n${mails.problems.map(describeProblem).join('\n')}`);
}

function known(message: string): MailMessage {
  const found = MAIL_MESSAGES.find((name) => name === message);
  if (found) return found;
  const meant = didYouMean(message, MAIL_MESSAGES);
  throw new CliFailure(
    EXIT.usage,
    `Berth sends no mail called "${message}". There are: ${MAIL_MESSAGES.join(', ')}.`,
    ...(meant ? [`berth mail preview ${meant}`] : []),
  );
}

const asText = (name: MailMessage, { subject, text }: RenderedMail) => `=== ${name}\nSubject: ${subject}\n\n${text}`;

function write(file: string, html: string): void {
  try {
    writeFileSync(file, html);
  } catch (error) {
    throw new CliFailure(EXIT.usage, `${file} cannot be written: ${(error as Error).message}`);
  }
}
