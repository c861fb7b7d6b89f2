import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { describeEntry } from '../../domain/ledger-text.ts';
import { isOver, type RequestStatus } from '../../domain/status.ts';
import { type CliContext, plainStatus, type Remembered, readRequest } from '../context.ts';
import { EXIT } from '../failures.ts';

const PAUSE_MS = 2000;

interface StatusOptions {
  readonly watch?: boolean;
  readonly json?: boolean;
}

export function addStatusCommand(program: Command, context: () => CliContext): void {
  program
    .command('status')
    .summary('see how far a request is and whom it waits for')
    .argument('<reference>', 'such as BR-7F3K2M9QXA')
    .option('-w, --watch', 'stay until it has ended, and print what changes')
    .option('--json', 'print all of it as JSON, one line each time')
    .addHelpText(
      'after',
      '\nExamples:\n  berth status BR-7F3K2M9QXA\n  berth status BR-7F3K2M9QXA --watch && deploy.sh',
    )
    .action(async (reference: string, options: StatusOptions) => {
      process.exitCode = await show(context(), reference, options);
    });
}

/** Returns the exit code: with `--watch` whether the request ended ready. */
async function show(context: CliContext, reference: string, { watch, json }: StatusOptions): Promise<number> {
  for (let before = ''; ; await sleep(PAUSE_MS)) {
    const status = await readRequest(context, reference);
    if ('ledger' in status) return showRemembered(context, status, json);
    const text = json ? JSON.stringify(status) : describe(status);
    if (text !== before) context.print(text);
    before = text;
    if (!watch) return EXIT.ok;
    if (isOver(status.phase)) return status.phase === 'ready' ? EXIT.ok : EXIT.endedOtherwise;
  }
}

function showRemembered({ print }: CliContext, { ledger }: Remembered, json: boolean | undefined): number {
  print(json ? JSON.stringify({ ledger }) : `From the ledger:\n${ledger.map(describeEntry).join('\n\n')}`);
  return ledger.at(-1)?.outcome === 'ready' ? EXIT.ok : EXIT.endedOtherwise;
}

function describe(status: RequestStatus): string {
  const next = nextCommand(status);
  return [plainStatus(status), ...(next ? [`Next: ${next}`] : [])].join('\n');
}

/** What whoever is waited for would type. */
function nextCommand({ reference, task, step, plan, phase }: RequestStatus): string | undefined {
  if (phase === 'needs-person') return `berth repair ${reference} retry`;
  if (task?.id === 'selection') return `berth select ${reference} -f selection.yaml`;
  if (task) return `berth tasks ${task.claimedBy ? 'complete' : 'claim'} ${reference}`;
  if (step !== 'APPROVAL_WORKFLOW' || !plan || phase !== 'waiting') return undefined;
  return `berth approve ${reference} --spec ${shortSpec(plan.specHash)}`;
}

const shortSpec = (hash: string): string => hash.replace(/^sha256:/, '').slice(0, 12);
