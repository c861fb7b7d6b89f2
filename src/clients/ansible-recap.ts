/** Reads what `ansible-playbook` prints for people; ansible-core by itself has no output for programs. */

/** How a run ended for one machine. */
export interface HostOutcome {
  readonly host: string;
  readonly outcome: 'done' | 'failed' | 'unreachable';
  /** The task at which it went wrong, as far as the output says. */
  readonly task?: string;
  /** Of an unreachable machine: what SSH said. */
  readonly words?: string;
}

/** What was fatal for a machine, and SSH's own words where there are any: results may hold secrets. */
interface Fatal {
  readonly task: string;
  readonly words?: string;
}

const RECAP = /^PLAY RECAP \*+$/;
const COUNTS = /^(\S+)\s+: ok=\d+\s+changed=\d+\s+unreachable=(\d+)\s+failed=(\d+)\b/;
const HEADING = /^(?:TASK|RUNNING HANDLER) \[(.*)\] \*+$/;
/** `failed` is one item of a loop, which has no `fatal` of its own. */
const FATAL = /^(?:fatal|failed): \[([^\]\s]+)[^\]]*\]/;
const IGNORED = '...ignoring';
const SSH_WORDS = /UNREACHABLE! => .*"msg": "[^"]*via ssh: ((?:[^"\\]|\\[^rn])*)/;

/** One outcome for each line of the last PLAY RECAP; empty when there is none, or when no machine had a play. */
export function parseRecap(out: string): HostOutcome[] {
  const lines = out.split('\n').map((line) => line.trimEnd());
  const start = lines.findLastIndex((line) => RECAP.test(line));
  if (start < 0) return [];
  const fatal = lastFatal(lines.slice(0, start));
  return lines.slice(start + 1).flatMap((line) => {
    const [, host, unreachable, failed] = COUNTS.exec(line) ?? [];
    return host === undefined ? [] : [outcomeOf(host, Number(unreachable), Number(failed), fatal.get(host))];
  });
}

function outcomeOf(host: string, unreachable: number, failed: number, fatal: Fatal | undefined): HostOutcome {
  if (unreachable === 0 && failed === 0) return { host, outcome: 'done' };
  return { host, outcome: unreachable > 0 ? 'unreachable' : 'failed', ...fatal };
}

/** A machine takes part no longer once a task was fatal for it: its last one is the cause; earlier ones were rescued. */
function lastFatal(lines: readonly string[]): Map<string, Fatal> {
  const found = new Map<string, Fatal>();
  let task: string | undefined;
  let host: string | undefined;
  for (const line of lines) {
    task = HEADING.exec(line)?.[1] ?? task;
    const fatalFor = FATAL.exec(line)?.[1];
    const words = SSH_WORDS.exec(line)?.[1];
    if (fatalFor !== undefined && task !== undefined) found.set(fatalFor, { task, ...(words ? { words } : {}) });
    host = fatalFor ?? host;
    if (line === IGNORED && host !== undefined) found.delete(host);
  }
  return found;
}
