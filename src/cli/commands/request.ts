import type { Command } from 'commander';
import { parseForm } from '../../intake/parse-form.ts';
import type { Started } from '../../intake/start.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { readText } from '../files.ts';

const HELP = `
The file is what you would write in a mail:
  project: payments
  title: Payments API
  lead: lee@example.test
  cost-centre: CC-1042
  environments:
    - stage: prod
      regions: [east, west]
      size: S
      items:
        - postgresql: { version: "16", storage: 20Gi }
  reason: Replaces the legacy billing VM.
Leave out "environments" to choose later with "berth select".

Examples:
  berth request -f payments.yaml
  berth request -f payments.yaml --on-behalf-of dana@example.test     (support only)`;

interface RequestOptions {
  readonly file: string;
  readonly onBehalfOf?: string;
}

export function addRequestCommand(program: Command, context: () => CliContext): void {
  program
    .command('request')
    .summary('ask for a project')
    .description('Ask for a project. The same file sent twice is the same request.')
    .requiredOption('-f, --file <file>', 'the request; "-" reads standard input')
    .option('--on-behalf-of <mail>', 'for whom, when you are support')
    .addHelpText('after', HELP)
    .action((options: RequestOptions) => request(context(), options));
}

async function request({ api, print }: CliContext, { file, onBehalfOf }: RequestOptions): Promise<void> {
  const { text: _, problems = [], ...draft } = parseForm(readText(file)).draft;
  if (problems.length > 0) {
    const lines = problems.map((p) => `  ${p.where}: ${p.what} ${p.mend}`);
    throw new CliFailure(EXIT.usage, [`${file} cannot be used:`, ...lines].join('\n'), `berth request -f ${file}`);
  }
  const started = await api.post<Started>('/api/requests', { ...draft, ...(onBehalfOf ? { onBehalfOf } : {}) });
  print(`${started.reference} ${started.already ? 'was asked for before' : 'is on its way'}.`);
  print(`Next: berth status ${started.reference} --watch`);
}
