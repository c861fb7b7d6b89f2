import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import type { Verdict } from '../../domain/decision.ts';
import type { OpenQuestion } from '../../domain/decision-facts.ts';
import { type CliContext, readStatus, requestPath } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { signalLine } from '../signal-line.ts';

interface DecideOptions {
  readonly reason?: string;
  readonly spec?: string;
  readonly stage?: string;
  readonly yes?: boolean;
  readonly printSignal?: boolean;
}

const WORDS: Readonly<Record<Verdict, { summary: string; asks: string; example: string }>> = {
  approve: {
    summary: 'approve the content of a request',
    asks: 'Approve this?',
    example: '--spec 4be1a90c22d7 --yes',
  },
  reject: {
    summary: 'reject a request: it ends and is undone',
    asks: 'Reject this?',
    example: '--reason "Use the shared database."',
  },
  'request-changes': {
    summary: 'send a request back to whoever asked for it',
    asks: 'Request changes?',
    example: '--reason "Size M is enough."',
  },
};

/** Commands by which whoever a stage asks decides, after seeing what they decide about. */
export function addDecideCommands(program: Command, context: () => CliContext): void {
  for (const verdict of Object.keys(WORDS) as Verdict[]) {
    const { summary, example } = WORDS[verdict];
    const command = program
      .command(verdict)
      .summary(summary)
      .argument('<reference>')
      .option('--stage <name>', 'only if it is the turn of this stage')
      .option('--spec <hash>', 'only if this is still the content (its first digits, as "berth status" prints them)')
      .option('--yes', 'do not ask once more; for scripts');
    if (verdict === 'approve') command.option('--reason <text>', 'what you want to say with it');
    else command.requiredOption('--reason <text>', 'why; whoever asked reads it');
    if (verdict !== 'request-changes')
      command.option('--print-signal', 'print a line for the temporal CLI instead; its token is good for one hour');
    command.addHelpText('after', examplesOf(verdict, example));
    command.action((reference: string, options: DecideOptions) => decide(context(), verdict, reference, options));
  }
}

function examplesOf(verdict: Verdict, example: string): string {
  const lines = [`berth ${verdict} BR-7F3K2M9QXA ${example}`];
  if (verdict !== 'request-changes')
    lines.push(`berth ${verdict} BR-7F3K2M9QXA ${verdict === 'reject' ? '--reason no ' : ''}--print-signal | sh`);
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

async function decide(context: CliContext, verdict: Verdict, reference: string, options: DecideOptions): Promise<void> {
  const { api, print } = context;
  const question = await readQuestion(context, reference);
  const { name: stage } = question.stage;
  assertMeant(question, options);
  const { reason } = options;
  const body = { verdict, specHash: question.specHash, stage, ...(reason === undefined ? {} : { reason }) };
  if (options.printSignal) {
    print(signalLine(await api.post<Parameters<typeof signalLine>[0]>(requestPath(reference, 'signal'), body)));
    return;
  }
  if (question.notYours) throw new CliFailure(EXIT.notAllowed, question.notYours, `berth status ${reference}`);
  print(describeQuestion(question));
  if (!options.yes) await confirm(WORDS[verdict].asks, reference);
  await api.post(requestPath(reference, 'decide'), body);
  print(`You said "${verdict}" about ${question.reference} in the stage "${stage}".`);
  print(`Whether it counts: berth status ${reference}`);
}

/** @throws CliFailure for a request that only the ledger knows, and while nothing is being decided. */
async function readQuestion(context: CliContext, reference: string): Promise<OpenQuestion> {
  await readStatus(context, reference);
  return context.api.get<OpenQuestion>(requestPath(reference, 'decision'));
}

/** What was seen before is still what is decided. */
function assertMeant({ reference, specHash, stage }: OpenQuestion, { spec, stage: wanted }: DecideOptions): void {
  const next = `berth status ${reference}`;
  if (wanted !== undefined && wanted !== stage.name)
    throw new CliFailure(EXIT.refused, `It is the turn of the stage "${stage.name}", not of "${wanted}".`, next);
  if (spec === undefined || specHash.replace(/^sha256:/, '').startsWith(spec.replace(/^sha256:/, ''))) return;
  throw new CliFailure(EXIT.refused, `The content has changed since: it is now ${specHash}.`, next);
}

function describeQuestion({ reference, facts, stage }: OpenQuestion): string {
  const approved = stage.approved.length > 0 ? [`Approved so far: ${stage.approved.join(', ')}`] : [];
  return [
    `${reference}, stage "${stage.name}"`,
    ...facts.map(([name, value]) => `  ${name}: ${value}`),
    ...[...approved, `Waiting for: ${stage.missing}`].map((line) => `  ${line}`),
  ].join('\n');
}

/** @throws CliFailure when it is not confirmed, or nobody is there who could. */
async function confirm(question: string, reference: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new CliFailure(
      EXIT.usage,
      'Nothing was decided: add --yes where nobody can be asked.',
      `berth status ${reference}`,
    );
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if (/^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())) return;
  } finally {
    terminal.close();
  }
  throw new CliFailure(EXIT.refused, 'Nothing was decided.', `berth status ${reference}`);
}
