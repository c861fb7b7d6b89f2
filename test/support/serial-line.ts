/**
 * The serial model of a book, written apart from the rule: one line and one counter. Whenever something changes those in
 * line are served from the front, and nobody behind the first who does not fit; who wants more than there ever is is
 * passed over.
 */
export class SerialLine {
  readonly holds = new Map<string, number>();
  waits: { readonly id: string; readonly size: number }[] = [];
  limit: number;
  constructor(limit: number) {
    this.limit = limit;
  }
  ask(id: string, size: number): void {
    if (this.holds.has(id) || this.waits.some((one) => one.id === id)) return;
    this.waits.push({ id, size });
    this.serve();
  }
  leave(id: string): void {
    this.holds.delete(id);
    this.waits = this.waits.filter((one) => one.id !== id);
    this.serve();
  }
  serve(): void {
    for (;;) {
      const next = this.waits.find(({ size }) => size <= this.limit);
      if (!next || next.size > this.free()) return;
      this.holds.set(next.id, next.size);
      this.waits = this.waits.filter((one) => one !== next);
    }
  }
  free = (): number => this.limit - [...this.holds.values()].reduce((sum, size) => sum + size, 0);
}
