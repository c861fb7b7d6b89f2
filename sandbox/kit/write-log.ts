/** One write that a sandbox server carried out. */
export interface Write {
  readonly n: number;
  readonly system: string;
  /** Method and target, e.g. `POST /repos/example/fleet/pulls` or `add CN=lee,…`. */
  readonly what: string;
}

export type WriteMoment = 'effect' | 'replied';

/**
 * Counts every write over all sandbox servers of one run. Each server calls `effect` after the effect has happened
 * and before it replies, and `replied` once the reply has left. A test may hang on either moment to kill a process.
 */
export class WriteLog {
  readonly #writes: Write[] = [];
  onMoment: (write: Write, moment: WriteMoment) => void | Promise<void> = () => {};

  /** Records a write whose effect has just happened; returns it for `replied`. */
  async effect(system: string, what: string): Promise<Write> {
    const write = { n: this.#writes.length + 1, system, what };
    this.#writes.push(write);
    await this.onMoment(write, 'effect');
    return write;
  }

  async replied(write: Write): Promise<void> {
    await this.onMoment(write, 'replied');
  }

  all(): readonly Write[] {
    return this.#writes;
  }
}
