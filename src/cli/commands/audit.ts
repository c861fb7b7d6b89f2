import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { type ExportOptions, exportRecord } from './audit-export.ts';
import { type VerifyFlags, verify } from './audit-verify.ts';

const EXPORT_HELP = `
Each line is one entry: JSON, in the order in which Berth was told, with its number (seq), the hash of the entry before
(prev) and its own. Whole, it can be verified anywhere, without Berth; some of it with --part.

Examples:
  berth audit export > record.jsonl
  berth audit export --since 2026-10-01 --until 2027-01-01 > quarter.jsonl
  berth audit export --request BR-7F3K2M9QXA | jq -r '[.at, .by, .what] | @tsv'`;

const VERIFY_HELP = `
Every entry names the hash of the one before, so whatever was changed, taken out, put in or moved leaves a line that does
not fit, and it is named. What the lines alone cannot tell is whether their end was cut off, or all of them were written
anew: note the head that this prints where nobody of Berth can write, and give it the next time.

  berth audit verify                            what Berth has, up to what its keeper has told Git
  berth audit verify record.jsonl               a file, without Berth
  berth audit verify record.jsonl --seq 812 --head sha256:4be1…
                                                and entry 812 is still the one that it was
  berth audit verify quarter.jsonl --part       some entries: each by itself, and where two follow each other
  git show-ref berth-ledger; cat audit/*/*/*.jsonl | berth audit verify -
                                                the ledger's branch, checked out, without Berth

Exits with 5 when something does not fit.`;

/** `berth audit`: the record of what was decided and done. */
export function addAuditCommand(program: Command, context: () => CliContext): void {
  const audit = program
    .command('audit')
    .summary('auditors: export the record of decisions, and verify that it is whole')
    .description(
      'The record of every decision, answer of the policy, absence, repair and freeze, in which nothing can be changed unseen.',
    );
  audit
    .command('export')
    .summary('print the record, an entry a line')
    .option('--since <time>', 'entries from then on: 2026-10-01, or 2026-10-01T08:00:00Z')
    .option('--until <time>', 'entries before then')
    .option('--request <reference>', 'entries of one request')
    .addHelpText('after', EXPORT_HELP)
    .action((options: ExportOptions) => exportRecord(context(), options));
  audit
    .command('verify')
    .summary('say whether the record is whole, and which line is not')
    .argument('[file]', 'as exported; - reads standard input; without it Berth is asked')
    .option('--seq <number>', 'how many entries it had when its head was noted')
    .option('--head <hash>', 'the head that was noted')
    .option('--part', 'these are some of its entries, as export prints them with an option')
    .addHelpText('after', VERIFY_HELP)
    .action((file: string | undefined, options: VerifyFlags) => verify(context(), file, options));
}
