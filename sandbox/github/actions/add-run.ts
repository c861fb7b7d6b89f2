import type { Hub } from '../hub.ts';
import { nextId, now } from '../state.ts';
import type { Run } from './runs.ts';

type NewRun = Pick<Run, 'event' | 'pull' | 'file' | 'name' | 'title' | 'branch' | 'sha' | 'actor' | 'inputs'>;

/** A run that is queued. */
export function addRun({ state }: Hub, run: NewRun): Run {
  const at = now();
  const progress = { status: 'queued' as const, conclusion: null, jobs: [], createdAt: at, updatedAt: at };
  const added: Run = { id: nextId(state), number: state.runs.length + 1, ...run, ...progress };
  state.runs.push(added);
  return added;
}
