import type { RequestStatus, StepState } from '../../src/domain/status.ts';
import { STEP_MARKS } from '../../src/domain/status-text.ts';
import { STEP_TITLES } from '../../src/domain/steps.ts';

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/** Milliseconds a step took, up to now while it runs; 0 before it begins. */
export function stepMilliseconds({ startedAt, endedAt }: StepState): number {
  return startedAt ? Date.parse(endedAt ?? new Date().toISOString()) - Date.parse(startedAt) : 0;
}

const seconds = (step: StepState) => (step.startedAt ? `${(stepMilliseconds(step) / 1000).toFixed(1)} s` : '');

function stepLine(step: StepState, index: number, note = step.note ?? ''): string {
  const title = STEP_TITLES[step.name].padEnd(15);
  return `  ${STEP_MARKS[step.status]} ${index + 1} ${title} ${seconds(step).padStart(8)}  ${note}`.trimEnd();
}

function waitingText({ waitingOn }: RequestStatus): string {
  if (!waitingOn) return '';
  const since = new Date(waitingOn.since).toTimeString().slice(0, 5);
  return `waiting since ${since} for ${waitingOn.who.join(', ') || waitingOn.kind}: ${waitingOn.text}`;
}

/** Where the steps of a request are shown. */
export interface StepDisplay {
  show(status: RequestStatus): void;
  /** A line below the steps. */
  say(line: string): void;
  /** Lets the steps be drawn anew below all that was said, instead of where they stand. */
  release(): void;
}

/** The part of a terminal that is needed. */
export type Screen = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns' | 'rows'>;

/** The eight steps as a list that is drawn over itself on a terminal, and as one line per change elsewhere. */
export class StepList implements StepDisplay {
  #drawn = 0;
  /** Rows below the list, the cursor's own not counted. */
  #below = 0;
  readonly #told = new Map<string, string>();
  readonly #out: Screen;

  constructor(out: Screen) {
    this.#out = out;
  }

  show(status: RequestStatus): void {
    if (this.#out.isTTY) this.#draw(status);
    else this.#tell(status);
  }

  say(line: string): void {
    this.#out.write(`${line}\n`);
    this.#below += Math.max(1, Math.ceil(line.length / this.#columns()));
  }

  /** Somebody pressed Enter: the terminal has gone to the next row. */
  entered(): void {
    this.#below += 1;
  }

  release(): void {
    if (this.#below === 0) return;
    this.say('');
    this.#drawn = 0;
  }

  #columns(): number {
    return this.#out.columns || DEFAULT_COLUMNS;
  }

  #draw(status: RequestStatus): void {
    const waiting = waitingText(status);
    const all = [...status.steps.map((step, i) => stepLine(step, i)), waiting && `  ${waiting}`];
    const lines = all.map((line) => clip(line, this.#columns() - 1));
    const up = this.#drawn + this.#below;
    if (this.#drawn > 0 && up < (this.#out.rows || DEFAULT_ROWS)) this.#drawOver(lines, up);
    else if (this.#drawn === 0 || this.#changes(status).length > 0) this.#drawBelow(lines);
    this.#changes(status);
  }

  /** Leaves alone what stands below, half-typed answers too: the cursor is put back to where it was. */
  #drawOver(lines: readonly string[], up: number): void {
    this.#out.write(`\u001B7\u001B[${up}A\r${lines.map((line) => `\u001B[2K${line}`).join('\n\r')}\u001B8`);
  }

  #drawBelow(lines: readonly string[]): void {
    this.#out.write(`${lines.join('\n')}\n`);
    this.#drawn = lines.length;
    this.#below = 0;
  }

  #tell(status: RequestStatus): void {
    for (const index of this.#changes(status)) {
      const step = status.steps[index];
      const note = step?.status === 'running' ? waitingText(status) : undefined;
      if (step) this.#out.write(`${stepLine(step, index, note)}\n`);
    }
  }

  /** Indexes of the steps that stand otherwise than when last asked. */
  #changes(status: RequestStatus): number[] {
    return status.steps.flatMap((step, index) => {
      const key = `${step.status} ${step.status === 'running' ? (status.waitingOn?.text ?? '') : ''}`;
      if (step.status === 'pending' || this.#told.get(step.name) === key) return [];
      this.#told.set(step.name, key);
      return [index];
    });
  }
}

function clip(line: string, width: number): string {
  const characters = Array.from(line);
  return characters.length <= width ? line : `${characters.slice(0, width - 1).join('')}…`;
}
