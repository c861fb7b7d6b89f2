import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Those that end with us and have not ended yet: one listener for all, since Node warns above ten. */
const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/**
 * A process of Berth on the Node that runs us. It is in a group of its own, so that Ctrl-C reaches us alone and we end
 * it once; should we end without doing so, it is killed.
 */
export function startChild(args: readonly string[], options: SpawnOptions): ChildProcess {
  return endsWithUs(spawn(process.execPath, args, { ...options, detached: true }));
}

/** The same process, which is killed should we end before it. */
export function endsWithUs<C extends ChildProcess>(child: C): C {
  living.add(child);
  child.once('exit', () => living.delete(child));
  return child;
}

/** Ends a process and waits until it is gone; after `graceMs` or once `hurry` fires it is killed. */
export async function endChild(child: ChildProcess, graceMs: number, hurry?: AbortSignal): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  const kill = () => child.kill('SIGKILL');
  const late = setTimeout(kill, graceMs);
  hurry?.addEventListener('abort', kill, { once: true });
  child.kill('SIGTERM');
  await gone;
  clearTimeout(late);
}
