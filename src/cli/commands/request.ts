import type { Command } from 'commander';
import type { ShownPreview } from '../../intake/preview.ts';
import type { Started } from '../../intake/start.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../failures.ts';
import { describePreview } from '../preview-text.ts';
import { readRequestFile } from '../request-file.ts';

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
  berth request -f payments.yaml --dry-run      what it would make and cost, who decides
  berth request -f payments.yaml --on-behalf-of dana@example.test     (support only)`;

interface RequestOptions {
  readonly file: string;
  readonly onBehalfOf?: string;
  readonly dryRun?: boolean;
  readonly contents?: boolean;
  readonly json?: boolean;
}

export function addRequestCommand(program: Command, context: () => CliContext): void {
  program
    .command('request')
    .summary('ask for a project')
    .description('Ask for a project. The same file sent twice is the same request.')
    .requiredOption('-f, --file <file>', 'the request; "-" reads standard input')
    .option('--on-behalf-of <mail>', 'for whom, when you are support')
    .option('--dry-run', 'ask for nothing: show what it would make and cost, and who would decide')
    .option('--contents', 'with --dry-run: the contents of the files too')
    .option('--json', 'what was answered, as JSON')
    .addHelpText('after', HELP)
    .action(async (options: RequestOptions) => {
      if (options.dryRun) process.exitCode = await dryRun(context(), options);
      else await request(context(), options);
    });
}

async function request({ api, print }: CliContext, options: RequestOptions): Promise<void> {
  const started = await api.post<Started>('/api/requests', readRequest(options));
  if (options.json) return print(JSON.stringify(started));
  print(`${started.reference} ${started.already ? 'was asked for before' : 'is on its way'}.`);
  print(`Next: berth status ${started.reference} --watch`);
}

/** Returns the exit code: whether the request could be asked for like this. */
async function dryRun({ api, print }: CliContext, options: RequestOptions): Promise<number> {
  const path = `/api/previews${options.contents ? '?contents=true' : ''}`;
  const preview = await api.post<ShownPreview>(path, readRequest(options));
  print(options.json ? JSON.stringify(preview) : describePreview(preview));
  if (preview.problems.length > 0) return EXIT.refused;
  if (!options.json) print(`Nothing was asked for.\nNext: berth request -f ${options.file}`);
  return EXIT.ok;
}

const readRequest = ({ file, onBehalfOf }: RequestOptions): unknown => ({
  ...readRequestFile(file, 'request'),
  ...(onBehalfOf ? { onBehalfOf } : {}),
});
