import type { AuditEntry, AuditPage } from '../../domain/audit.ts';
import { REFERENCE } from '../../domain/naming.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';

export interface ExportOptions {
  readonly since?: string;
  readonly until?: string;
  readonly request?: string;
}

/** Prints the entries that are wanted, as they are kept. */
export async function exportRecord({ api, print }: CliContext, options: ExportOptions): Promise<void> {
  const isWanted = wanted(options);
  for await (const line of linesOf(api)) if (isWanted(line)) print(line);
}

/** The whole record, as Berth has it, read piece by piece. */
export async function* linesOf(api: CliContext['api']): AsyncGenerator<string> {
  for (let after: number | null = 0; after !== null; ) {
    const page: AuditPage = await api.get<AuditPage>(`/api/audit?after=${after}`);
    yield* page.lines;
    after = page.next;
  }
}

function wanted({ since, until, request }: ExportOptions): (line: string) => boolean {
  const from = since === undefined ? -Infinity : timeOf(since);
  const to = until === undefined ? Infinity : timeOf(until);
  const reference = request?.toUpperCase();
  if (reference !== undefined && !REFERENCE.test(reference))
    throw new CliFailure(EXIT.usage, `"${request}" is no reference: one looks like BR-7F3K2M9QXA.`);
  if (since === undefined && until === undefined && reference === undefined) return () => true;
  return (line) => {
    const entry = entryOf(line);
    // A line that is none is what whoever exports should see.
    if (!entry) return true;
    const at = Date.parse(entry.at);
    return at >= from && at < to && (reference === undefined || entry.reference === reference);
  };
}

function entryOf(line: string): AuditEntry | undefined {
  try {
    return JSON.parse(line) as AuditEntry;
  } catch {
    return undefined;
  }
}

/** @throws CliFailure for what is no time. A day begins at midnight UTC. */
function timeOf(text: string): number {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const time = Date.parse(text);
  if (!Number.isNaN(time) && (isDay || /(Z|[+-]\d{2}:\d{2})$/.test(text))) return time;
  throw new CliFailure(
    EXIT.usage,
    `"${text}" is no time: write a day, or a time with its zone.`,
    'berth audit export --help',
  );
}
