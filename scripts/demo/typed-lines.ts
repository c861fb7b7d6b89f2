import { createInterface } from 'node:readline';

/** Lines typed or piped in, to be asked for when somebody wants one. */
export class TypedLines {
  readonly #lines: string[] = [];
  readonly #input: NodeJS.ReadStream;
  readonly #close: () => void;

  /** `onLine` hears of each line as it comes. */
  constructor(input: NodeJS.ReadStream, onLine: () => void) {
    this.#input = input;
    // Without a terminal mode of its own, the terminal's line editing and Ctrl-C stay as everywhere else.
    const reader = createInterface({ input, terminal: false });
    reader.on('line', (line) => {
      this.#lines.push(line.trim());
      onLine();
    });
    this.#close = () => reader.close();
  }

  /** The oldest line that nobody has taken; undefined when there is none. */
  take(): string | undefined {
    return this.#lines.shift();
  }

  /** What a person typed before they were asked was not meant as the answer; what a pipe brought was. True if there was any. */
  dropHasty(): boolean {
    const hasty = this.#input.isTTY && this.#lines.length > 0;
    if (hasty) this.#lines.length = 0;
    return hasty;
  }

  close(): void {
    this.#close();
    this.#input.pause();
  }
}
