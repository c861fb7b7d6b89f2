import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..');

/** Berth's processes have half a minute to end before they are killed; more than that is a hang, which is told. */
const ENDS_WITHIN_MS = 120_000;
/** More than any line takes to come on a busy machine. */
const SAYS_WITHIN_MS = 150_000;

/** A demo that runs as its own process, as from `npm run demo`. */
export interface RunningDemo {
  /** Everything printed so far. */
  output(): string;
  /** The first match in what is printed after the last one. @throws Error when the demo ends without it. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  type(line: string): void;
  /** What Ctrl-C does: SIGINT to every process of the terminal's group. */
  interrupt(): void;
  /** Process ids of everything that was started, the demo's own included. */
  processes(): number[];
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  /** Ends what a failed test left behind. */
  kill(): void;
}

export function startDemo(...flags: string[]): RunningDemo {
  const args = ['scripts/bootstrap.mjs', 'scripts/demo/main.ts', ...flags];
  const child = spawn(process.execPath, args, { cwd: ROOT, detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const signal = (name: NodeJS.Signals) => void process.kill(-(child.pid ?? 0), name);
  let seen = 0;
  const output = collect(child);
  const { promise: ended, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  const overdue = (why: () => Error) => void setTimeout(() => reject(why()), ENDS_WITHIN_MS).unref();
  return {
    output,
    until: async (pattern) => {
      for (const end = Date.now() + SAYS_WITHIN_MS; ; ) {
        const over = child.exitCode !== null || child.signalCode !== null;
        const match = pattern.exec(output().slice(seen));
        if (match) {
          seen += match.index + match[0].length;
          return match;
        }
        if (over) throw new Error(`The demo ended without printing ${pattern}:\n${output()}`);
        if (Date.now() > end) throw new Error(`The demo does not print ${pattern}:\n${output()}`);
        await sleep(50);
      }
    },
    type: (line) => void child.stdin.write(`${line}\n`),
    interrupt: () => {
      overdue(() => new Error(`The demo does not end. There are still:\n${describeTree(child.pid ?? 0)}\n${output()}`));
      signal('SIGINT');
    },
    processes: () => treeOf(child.pid ?? 0),
    ended,
    kill: () => {
      if (child.exitCode === null) signal('SIGKILL');
    },
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}

/** Those of its group that are there, with what they run. */
function describeTree(group: number): string {
  const lines = execFileSync('ps', ['-A', '-o', 'pgid=,pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.trim().startsWith(`${group} `)).join('\n');
}

/** A process and all that descend from it. */
export function treeOf(pid: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (parent: number): number[] =>
    pairs.filter(([, ppid]) => ppid === parent).flatMap(([child]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
}

/** Whether there is such a process. */
export function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
