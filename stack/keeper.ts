/*
 * The process that keeps the stack which `up` started: `up` hears from it how far it is, and then leaves it alone; it
 * stays until SIGTERM. Without `up` it does not begin anything.
 */
import { type KeepOptions, keep } from './keep.ts';

/** What `up` is told. */
export type KeeperMessage = { readonly line: string } | { readonly ready: true } | { readonly failed: string };

const stopping = new AbortController();

const tell = (message: KeeperMessage) => void (process.connected && process.send?.(message));
const say = (line: string) => {
  console.log(`${new Date().toISOString()} ${line}`);
  tell({ line });
};

/** Ctrl-C is for `up`, which tells us; a disconnected `up` that did not see us ready has gone. */
function heed(): void {
  process.once('SIGTERM', () => stopping.abort(new Error('asked to end')));
  process.once('disconnect', () => stopping.abort(new Error('`up` went away')));
}

const [options] = process.argv.slice(2);
if (!process.connected || options === undefined) {
  console.error('The keeper is started by: npm run stack -- up');
  process.exit(2);
}
heed();
try {
  await keep(JSON.parse(options) as KeepOptions, { say, stopping: stopping.signal }, () => {
    process.removeAllListeners('disconnect');
    tell({ ready: true });
  });
} catch (error) {
  const failed = error instanceof Error ? error.message : String(error);
  console.error(failed);
  tell({ failed });
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
