import type { AuditEnd } from '../../domain/audit.ts';
import { type AuditFinding, type KnownEnd, verifyRecord } from '../../domain/audit-verify.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { readText } from '../files.ts';
import { linesOf } from './audit-export.ts';

export interface VerifyFlags {
  readonly seq?: string;
  readonly head?: string;
  readonly part?: boolean;
}

/** What is verified, and what its keeper has against it. */
interface Given {
  readonly lines: readonly string[];
  readonly against: readonly AuditFinding[];
}

/** Says what of the record does not fit. @throws CliFailure when anything does not. */
export async function verify(context: CliContext, file: string | undefined, flags: VerifyFlags): Promise<void> {
  const known = knownEnd(flags);
  const isPart = flags.part ?? false;
  const { lines, against } = file === undefined ? await ofBerth(context) : { lines: splitLines(file), against: [] };
  const { head, findings } = verifyRecord(lines, { known, isPart });
  const all = [...findings, ...against];
  for (const { text } of all) context.print(text);
  if (all.length > 0) throw broken(all.length);
  if (!head) return context.print('The record has no entries yet.');
  context.print(
    isPart ? `${lines.length} entries, each as Berth wrote it.` : `${lines.length} entries, and all is whole.`,
  );
  context.print(`Head: entry ${head.seq}, ${head.hash}`);
  if (!isPart) context.print(`Next: note it, and give it the next time: --seq ${head.seq} --head ${head.hash}`);
}

function knownEnd({ seq, head }: VerifyFlags): KnownEnd {
  if (seq !== undefined && !/^\d{1,15}$/.test(seq)) throw wrong(`"${seq}" is no number of entries.`);
  if (head !== undefined && !/^sha256:[0-9a-f]{64}$/.test(head))
    throw wrong(`"${head}" is no head: one is sha256: and 64 hexadecimal digits.`);
  return { ...(seq === undefined ? {} : { seq: Number(seq) }), ...(head === undefined ? {} : { hash: head }) };
}

const wrong = (message: string) => new CliFailure(EXIT.usage, message, 'berth audit verify --help');

/** Its keeper knows how far it came; it may go on while the record is read. */
async function ofBerth({ api, print }: CliContext): Promise<Given> {
  const before = await api.get<AuditEnd>('/api/audit/end');
  const lines: string[] = [];
  for await (const line of linesOf(api)) lines.push(line);
  const { seq, inGit, problem } = await api.get<AuditEnd>('/api/audit/end');
  if (problem !== null) print(`${seq - inGit} entries are not in Git yet: ${problem}`);
  const { findings } = verifyRecord(lines, { known: before, isPart: true });
  const cutOff = findings.filter(({ what }) => what === 'cut-off');
  const text = `Line ${seq + 1}: its keeper has told Git ${seq} entries, but ${lines.length} are there.`;
  const added: AuditFinding[] = lines.length > seq ? [{ line: seq + 1, what: 'added', text }] : [];
  return { lines, against: [...cutOff, ...added] };
}

function splitLines(file: string): string[] {
  const text = readText(file);
  return text.split('\n').slice(0, text.endsWith('\n') ? -1 : undefined);
}

const broken = (count: number) =>
  new CliFailure(
    EXIT.refused,
    `The record is not whole: ${count} ${count === 1 ? 'thing does' : 'things do'} not fit.`,
    'git log -p berth-ledger -- audit',
  );
