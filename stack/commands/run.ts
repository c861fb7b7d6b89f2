import { keep } from '../keep.ts';
import { killLeftDaemons } from '../kit/daemon.ts';
import { emptyRunFolder, killKeepersRest, livingKeeper } from '../kit/run-folder.ts';
import type { CommandInput } from './command.ts';
import { partsToStart } from './parts.ts';

/** As `up`, in the foreground: this process keeps the stack itself, until a signal ends it. */
export async function run({ folder, names, outside }: CommandInput): Promise<number> {
  const chosen = partsToStart(names);
  if ('refused' in chosen) return refuse(chosen.refused, 2);
  if (livingKeeper(folder) !== undefined) return refuse('The stack is up already.', 1);
  killLeftDaemons(folder);
  killKeepersRest(folder);
  emptyRunFolder(folder);
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => stopping.abort(new Error('asked to end')));
  const keeping = { say: (line: string) => console.log(line), stopping: stopping.signal };
  await keep({ folder, parts: chosen.parts, ...outside }, keeping, () => console.log('The stack is ready.'));
  console.log('The stack has ended.');
  return 0;
}

function refuse(text: string, code: number): number {
  console.error(text);
  return code;
}
