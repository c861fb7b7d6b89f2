/** A failure to play, once or more often. */
export interface Fault {
  /** Regular expression over `<system> <what>`, e.g. `github PUT .*\/merge`. */
  readonly match: string;
  /** How many calls it hits; 1 unless said. */
  times?: number;
  /** Protocol status to answer instead (HTTP status, LDAP result code, SMTP code). */
  readonly status?: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** Cut the connection before the effect. */
  readonly cut?: boolean;
  /** Carry out the effect, then cut the connection instead of replying. */
  readonly lostReply?: boolean;
}

/** The failures that a run is told to play; each server asks before it answers a call. */
export class Faults {
  readonly #faults: Fault[] = [];

  add(fault: Fault): void {
    this.#faults.push({ times: 1, ...fault });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** The fault that hits this call, if any; uses it up. */
  take(system: string, what: string): Fault | undefined {
    const hit = this.#faults.find((f) => (f.times ?? 0) > 0 && new RegExp(f.match).test(`${system} ${what}`));
    if (hit) hit.times = (hit.times ?? 1) - 1;
    return hit;
  }
}
