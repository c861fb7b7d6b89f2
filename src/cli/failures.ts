/** Exit codes of `berth`; `berth --help` prints this table. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  notAllowed: 3,
  notFound: 4,
  refused: 5,
  unreachable: 6,
  endedOtherwise: 7,
  differs: 8,
} as const;

export const EXIT_TABLE = `Exit codes:
  0  done                       4  no such request, or you may not see it
  1  a mistake of Berth         5  refused as things stand, or by what you sent
  2  wrong use or file          6  Berth cannot be reached, or is busy: try again
  3  not signed in or allowed   7  --watch: the request ended, but not ready
  8  diff: something would change`;

/** A failure that is told to the person at the terminal, with the command to type next. */
export class CliFailure extends Error {
  readonly exitCode: number;
  readonly next: string | undefined;

  constructor(exitCode: number, message: string, next?: string) {
    super(message);
    this.name = 'CliFailure';
    this.exitCode = exitCode;
    this.next = next;
  }
}
