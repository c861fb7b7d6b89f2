import type { RequestStatus, StepState } from '../../src/domain/status.ts';
import { STEP_TITLES } from '../../src/domain/steps.ts';

const MARKS = { pending: '·', running: '▸', done: '✓', skipped: '–', failed: '✗' } as const;

/** Milliseconds a step took, up to now while it runs; 0 before it begins. */
export function stepMilliseconds({ startedAt, endedAt }: StepState): number {
  return startedAt ? Date.parse(endedAt ?? new Date().toISOString()) - Date.parse(startedAt) : 0;
}

const seconds = (step: StepState) => (step.startedAt ? `${(stepMilliseconds(step) / 1000).toFixed(1)} s` : '');

function stepLine(status: RequestStatus, step: StepState, index: number): string {
  const waiting = step.status === 'running' && status.waitingOn;
  const note = waiting ? `waiting for ${waiting.who.join(', ')}: ${waiting.text}` : (step.note ?? '');
  return `  ${MARKS[step.status]} ${index + 1} ${STEP_TITLES[step.name].padEnd(15)} ${seconds(step).padStart(7)}  ${note}`;
}

/** Where the steps of a request are shown. */
export interface StepDisplay {
  show(status: RequestStatus): void;
  /** Lets other lines be printed below. */
  release(): void;
}

/** The eight steps as a list that is drawn over itself on a terminal, and as one line per change elsewhere. */
export class StepList implements StepDisplay {
  #drawn = 0;
  readonly #told = new Map<string, string>();
  readonly #out: NodeJS.WriteStream;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  show(status: RequestStatus): void {
    if (this.#out.isTTY) this.#draw(status);
    else this.#tell(status);
  }

  release(): void {
    this.#drawn = 0;
  }

  #draw(status: RequestStatus): void {
    const width = this.#out.columns || 80;
    const lines = status.steps.map((step, i) => stepLine(status, step, i).slice(0, width));
    const up = this.#drawn > 0 ? `\u001B[${this.#drawn}A` : '';
    this.#out.write(`${up}${lines.map((line) => `\u001B[2K${line}`).join('\n')}\n`);
    this.#drawn = lines.length;
  }

  #tell(status: RequestStatus): void {
    for (const [i, step] of status.steps.entries()) {
      const key = `${step.status} ${step.status === 'running' ? (status.waitingOn?.text ?? '') : ''}`;
      if (step.status === 'pending' || this.#told.get(step.name) === key) continue;
      this.#told.set(step.name, key);
      this.#out.write(`${stepLine(status, step, i)}\n`);
    }
  }
}
