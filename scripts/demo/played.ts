import type { Surroundings } from '../../sandbox/sandbox.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { mailRequest } from './mail.ts';
import { type Move, type NextMove, waitsForOthers } from './people.ts';
import type { Cast } from './play.ts';
import type { StepDisplay } from './show.ts';

/** People try again when nothing has come of what they did. */
const PATIENCE_MS = 20_000;

export interface PlayedOptions {
  /** Where the people take it. */
  readonly next: NextMove;
  readonly list: StepDisplay;
  /** A mail of somebody's own to send instead of Dana's. */
  readonly mailFile?: string;
}

/** A cast that the demo plays itself. */
export class PlayedCast implements Cast {
  #mailed = false;
  /** When each move was last made. */
  readonly #made = new Map<string, number>();
  readonly #sandbox: Surroundings;
  readonly #options: PlayedOptions;

  constructor(sandbox: Surroundings, options: PlayedOptions) {
    this.#sandbox = sandbox;
    this.#options = options;
  }

  async turn(status: RequestStatus | undefined): Promise<void> {
    if (!status) return this.#mail();
    const move = this.#options.next(this.#sandbox, status);
    const key = `${move?.what} ${status.task?.since ?? status.plan?.specHash}`;
    if (!move || Date.now() - (this.#made.get(key) ?? 0) < PATIENCE_MS) return;
    this.#made.set(key, Date.now());
    await this.#make(move, key);
  }

  givesUp(status: RequestStatus): boolean {
    return waitsForOthers(status);
  }

  mailFailed(): boolean {
    return true;
  }

  async #mail(): Promise<void> {
    if (this.#mailed) return;
    this.#mailed = true;
    const { name } = await mailRequest(this.#sandbox, this.#options.mailFile);
    this.#options.list.say(`${name} sent a mail to requests@example.test; waiting for Berth to read it`);
  }

  /** One that fails is made again, as people would. */
  async #make(move: Move, key: string): Promise<void> {
    const { list } = this.#options;
    list.say(`      ${move.who.name} ${move.what}`);
    try {
      await move.act();
    } catch (error) {
      list.say(`      … and was told: ${(error as Error).message}`);
      this.#made.delete(key);
    }
  }
}
