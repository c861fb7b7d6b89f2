import type { RequestStatus } from '../../src/domain/status.ts';
import type { Cast } from './play.ts';
import { type Act, askForMail, type Desk, type Question, questionFor } from './questions.ts';
import type { StepDisplay } from './show.ts';
import type { TypedLines } from './typed-lines.ts';

/** How long an answer may take to show before it is asked for again. */
const PATIENCE_MS = 20_000;

/** A cast at the keyboard: says whose turn it is and waits, for an answer here or until it was done elsewhere. */
export class HandsOnCast implements Cast {
  #asked: Question | undefined;
  #answeredAt = 0;
  #mails = 0;
  readonly #desk: Desk;
  readonly #list: StepDisplay;
  readonly #typed: TypedLines;

  constructor(desk: Desk, list: StepDisplay, typed: TypedLines) {
    this.#desk = desk;
    this.#list = list;
    this.#typed = typed;
  }

  async turn(status: RequestStatus | undefined): Promise<void> {
    const question = status ? questionFor(this.#desk, status) : askForMail(this.#desk, this.#mails);
    if (!question) return this.#listen();
    if (question.turn !== this.#asked?.turn) this.#ask(question, status);
    if (Date.now() - this.#answeredAt < PATIENCE_MS) return;
    const typed = this.#typed.take();
    if (typed === undefined) return;
    const act = question.answer(typed);
    if (act) await this.#do(act, question);
    else this.#list.say(`  "${typed}" is no answer here. ${question.how}`);
  }

  givesUp(): boolean {
    return false;
  }

  mailFailed(why: string): boolean {
    this.#list.say(`  ${why}`);
    this.#mails += 1;
    return false;
  }

  #ask(question: Question, status: RequestStatus | undefined): void {
    this.#asked = question;
    this.#answeredAt = 0;
    this.#typed.dropHasty();
    if (status) {
      this.#list.release();
      this.#list.show(status);
    }
    const { who, role, lines, how } = question;
    for (const line of [`You are ${who.name} (${role}). ${lines[0]}`, ...lines.slice(1), how])
      this.#list.say(`  ${line}`);
  }

  /** Nobody is asked: what was asked last was done here or elsewhere, and who types all the same is told so. */
  #listen(): void {
    if (this.#asked && this.#answeredAt === 0) this.#list.say('  Done elsewhere; the request goes on.');
    this.#asked = undefined;
    if (this.#typed.dropHasty()) this.#list.say('  Nobody is asked anything just now.');
  }

  async #do(act: Act, { who, how }: Question): Promise<void> {
    this.#answeredAt = Date.now();
    try {
      await act();
      this.#list.say(`  Done as ${who.name}.`);
    } catch (error) {
      this.#answeredAt = 0;
      this.#list.say(`  ${who.name} was told: ${(error as Error).message}`);
      this.#list.say(`  ${how}`);
    }
  }
}
