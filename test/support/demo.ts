import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..');

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
  return {
    output,
    until: async (pattern) => {
      for (;;) {
        const over = child.exitCode !== null || child.signalCode !== null;
        const match = pattern.exec(output().slice(seen));
        if (match) {
          seen += match.index + match[0].length;
          return match;
        }
        if (over) throw new Error(`The demo ended without printing ${pattern}:\n${output()}`);
        await sleep(50);
      }
    },
    type: (line) => void child.stdin.write(`${line}\n`),
    interrupt: () => signal('SIGINT'),
    processes: () => treeOf(child.pid ?? 0),
    ended: once(child, 'close').then(([code]) => code as number | null),
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
