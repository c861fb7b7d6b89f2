import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * A process of Berth on the Node that runs us. It is in a group of its own, so that Ctrl-C reaches us alone and we end
 * it once; should we end without doing so, it is killed.
 */
export function startChild(args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(process.execPath, args, { ...options, detached: true });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
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
