import type { Command } from 'commander';
import type { ChangePlan } from '../../domain/change.ts';
import { type CliContext, readStatus, requestPath } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { signalLine } from '../signal-line.ts';

interface DecideOptions {
  readonly reason?: string;
  readonly spec?: string;
  readonly printSignal?: boolean;
}

export function addDecideCommands(program: Command, context: () => CliContext): void {
  for (const verdict of ['approve', 'reject'] as const) {
    const example = verdict === 'approve' ? '--spec 4be1a90c22d7' : '--reason "Use the shared database."';
    const command = program
      .command(verdict)
      .summary(`${verdict} the content of a request, as its lead`)
      .argument('<reference>')
      .option('--spec <hash>', 'only if this is still the content (its first digits, as "berth status" prints them)')
      .option('--print-signal', 'print a line for the temporal CLI instead; its token is good for one hour')
      .addHelpText(
        'after',
        `\nExamples:\n  berth ${verdict} BR-7F3K2M9QXA ${example}\n  berth ${verdict} BR-7F3K2M9QXA ${verdict === 'reject' ? '--reason no ' : ''}--print-signal | sh`,
      );
    if (verdict === 'approve') command.option('--reason <text>', 'what you want to say with it');
    else command.requiredOption('--reason <text>', 'why');
    command.action((reference: string, options: DecideOptions) => decide(context(), verdict, reference, options));
  }
}

async function decide(
  context: CliContext,
  verdict: 'approve' | 'reject',
  reference: string,
  { reason, spec, printSignal }: DecideOptions,
): Promise<void> {
  const { plan } = await readStatus(context, reference);
  const { specHash, environment, cost } = currentPlan(plan, reference, spec);
  const body = { verdict, specHash, ...(reason === undefined ? {} : { reason }) };
  if (printSignal) {
    const signal = await context.api.post<Parameters<typeof signalLine>[0]>(requestPath(reference, 'signal'), body);
    context.print(signalLine(signal));
    return;
  }
  await context.api.post(requestPath(reference, 'decide'), body);
  context.print(
    `You said "${verdict}" about ${environment} (${cost.delta} ${cost.currency} a month, spec ${specHash}).`,
  );
  context.print(`Whether it counts: berth status ${reference}`);
}

function currentPlan(plan: ChangePlan | null, reference: string, spec: string | undefined): ChangePlan {
  const next = `berth status ${reference}`;
  if (!plan) throw new CliFailure(EXIT.refused, `${reference} has nothing to decide about yet.`, next);
  if (spec === undefined || plan.specHash.replace(/^sha256:/, '').startsWith(spec.replace(/^sha256:/, ''))) return plan;
  throw new CliFailure(EXIT.refused, `The content has changed since: it is now ${plan.specHash}.`, next);
}
