/*
 * Requests one after the other: Berth's rules and the oracle side by side. Each outcome is held to what the oracle says of
 * what is true, and the first difference is thrown.
 */
import type { JudgedDecision } from '../../../src/domain/decision.ts';
import { deciders, seatOf } from '../../../src/domain/seats.ts';
import { type Actor, AUDITOR, OUTSIDERS, TWINS } from './cast.ts';
import type { Said } from './doors.ts';
import type { Episode, Move } from './moves.ts';
import { Oracle } from './oracle.ts';
import { type Tally, WORDS } from './outcome.ts';
import { next, pick, Scene } from './scene.ts';
import { Subject } from './subject.ts';
import type { Attempt, Objection } from './truths.ts';

const sorted = (names: Iterable<string>) => [...names].toSorted().join(' ');

/** One episode: requests one after the other, and all that is said about them. */
export class Stage {
  readonly scene: Scene;
  readonly oracle: Oracle;
  readonly tally: Tally;
  subject: Subject;
  /** What has counted, as it was sent. */
  readonly heard: Said[] = [];
  private readonly attempts = new Map<string, Attempt>();
  private readonly sent = new Map<string, Said>();

  constructor({ seed, trustsSignals }: Episode, tally: Tally) {
    const scene = new Scene(seed, trustsSignals);
    this.scene = scene;
    this.tally = tally;
    this.subject = new Subject(scene);
    this.oracle = new Oracle({
      withRole: (role) => scene.withRole(role),
      disabled: scene.directory.disabled,
      strangers: new Set(OUTSIDERS.map(({ id }) => id)),
      twins: new Set(TWINS.map(({ id }) => id)),
      auditors: new Set([AUDITOR.id]),
      leaves: () => scene.directory.leaves,
    });
  }

  /** The next request. */
  async begin(n: number): Promise<void> {
    this.scene.begin(n);
    this.subject = new Subject(this.scene);
    const { request, involved } = this.scene;
    this.oracle.begins({ reference: request.reference, involved, removes: request.removes !== undefined });
    await this.look(n);
  }

  /** What happens around the request before somebody tries something, and what that leads to. */
  async prepare(move: Move): Promise<void> {
    await this.happen(move);
    if (!this.oracle.current()) await this.merge(move.a);
    if (this.oracle.wanted().length === 0) await this.mend(move.b);
  }

  private async happen({ event, a, b, c }: Move): Promise<void> {
    const { scene } = this;
    const names = ['edit', 'price', 'placement', 'looks again'];
    if (names.includes(event)) await this.drain();
    if (event === 'edit') await this.edit(a);
    if (event === 'price' || event === 'placement') scene.move(event === 'price' ? 'cost' : event);
    if (event === 'price behind the back') scene.move('cost');
    if (event === 'policy behind the back') this.movePolicy(b);
    if (event === 'roles') scene.moveRole(c);
    if (event === 'base update') scene.head += 1;
    if (event === 'account') this.toggleAccount(a);
    if (event === 'leave') scene.leaveSomehow(a, b);
    if (event === 'return') scene.directory.leaves = scene.directory.leaves.slice(1);
    if (event === 'dismissal') await this.dismiss(b);
    if (names.includes(event)) await this.look(c);
  }

  /** Somebody who is not wanted now completes the content, mostly; so that they become involved. */
  private async edit(n: number): Promise<void> {
    const all = this.scene.regulars;
    const editor = this.standIn(n) ?? pick(all, n);
    this.scene.edit(editor, next(n));
    this.oracle.edits(editor.id);
  }

  /** Whoever has decided for somebody else, if there is one: from then on they are involved as well. */
  private standIn(n: number): Actor | undefined {
    const spoken = this.oracle.standIns();
    return n % 2 === 0 ? this.scene.regulars.find(({ id }) => spoken.includes(id)) : undefined;
  }

  private movePolicy(n: number): void {
    if (n % 3 === 0) this.scene.demand(next(n));
    else this.scene.tweak(next(n));
  }

  private toggleAccount(n: number): void {
    const { disabled } = this.scene.directory;
    const { id } = pick(this.scene.regulars, n);
    if (disabled.size > 0) disabled.clear();
    else disabled.add(id);
  }

  private async dismiss(n: number): Promise<void> {
    const { reviews } = this.scene;
    if (reviews.length === 0) return;
    const review = pick(reviews, n);
    this.scene.reviews = reviews.map((one) => (one === review ? { ...one, verdict: 'dismissed' } : one));
    await this.readReviews();
  }

  /** Everything is looked at again, as after an edit; where too few may decide, the directory is mended first. */
  async look(n: number): Promise<void> {
    const ready = await this.asks();
    if (!ready) {
      this.scene.mend(n);
      if (await this.asks()) return;
      if (this.scene.editors.length === 0) throw new Error('nobody can decide although every role has people');
      // So many have edited it that too few are left: it is given up.
      await this.begin(next(n));
    }
  }

  private async asks(): Promise<boolean> {
    const { version, demanded } = this.scene;
    const before = await this.subject.look().catch((error: { type?: string }) => {
      if (error.type === 'Configuration') return undefined;
      throw error;
    });
    if (!before) return false;
    this.scene.write();
    this.oracle.asks(version, demanded);
    for (const [stage, people] of before)
      this.same(
        `approvers of ${stage} before what is void was taken away`,
        sorted(people),
        sorted(this.oracle.approversOf(stage)),
      );
    this.compareAsked();
    this.compare('after everything was looked at');
    return true;
  }

  /** All have said yes: it merges, unless something moved behind everybody's back. */
  private async merge(n: number): Promise<void> {
    await this.drain();
    const holds = await this.subject.holds().catch((error: { type?: string }) => {
      if (error.type === 'Configuration') return false;
      throw error;
    });
    this.oracle.asks(this.scene.version, this.scene.demanded);
    if (holds && this.oracle.current()) throw new Error('it merges although somebody has not approved what stands');
    if (holds && !this.scene.isWritten) throw new Error('it merges what is not what was shown');
    if (!holds) return this.look(n);
    this.tally.merged += 1;
    await this.begin(next(n));
  }

  private async mend(n: number): Promise<void> {
    this.scene.mend(n);
    await this.look(n);
    if (this.oracle.wanted().length === 0) await this.begin(next(n));
  }

  /** Through a door that refuses at once what makes no sense now. */
  knock(said: Said): void {
    const known = this.note(said);
    const { refusal, isNew } = this.subject.knock(said.decision);
    const objections = this.oracle.objectionsAtDoor(said.attempt);
    this.explained(said.attempt, refusal, objections);
    if (refusal === undefined) this.same('heard for the first time', isNew, !known);
  }

  /** Past the door. */
  push(said: Said): void {
    const known = this.note(said);
    this.same('heard for the first time', this.subject.push(said.decision), !known);
  }

  private note(said: Said): boolean {
    const { id } = said.decision;
    const { attempt } = said;
    this.tally.attempts += 1;
    const known = this.oracle.hasCounted(attempt) || this.subject.waiting.includes(id);
    if (known) return true;
    this.attempts.set(id, attempt);
    this.sent.set(id, said);
    return false;
  }

  /** Somebody whom no door lets in. */
  turnedAway(): void {
    this.tally.attempts += 1;
  }

  review(attempt: Attempt): void {
    this.attempts.set(attempt.id, attempt);
  }

  /** As after a webhook: whoever spoke and is not heard yet has to be among those who are judged now. */
  async readReviews(): Promise<void> {
    const { reviews, headSha } = this.scene;
    for (const { id, verdict } of reviews) if (verdict === 'dismissed') this.oracle.dismisses(`github-${id}`);
    await this.subject.readReviews(reviews, headSha);
    // A dismissal may have given an earlier stage its turn again.
    const early = this.speakLater();
    this.compare('after the reviews were read');
    if (!this.subject.open()) return;
    const { waiting } = this.subject;
    for (const { id, verdict, commit } of reviews) {
      const attempt = this.attempts.get(`github-${id}`);
      if (!attempt || verdict === 'dismissed' || commit !== headSha) continue;
      const due = { ...attempt, stage: this.oracle.current()?.name ?? '' };
      this.attempts.set(attempt.id, due);
      if (this.oracle.objections(due).length > 0 || this.oracle.hasCounted(due) || early.has(due.human ?? '')) continue;
      this.same(`review ${id} is judged`, waiting.includes(attempt.id), true);
    }
    await this.drain();
  }

  /** People whose turn comes later, as they were when they were asked: their reviews are left for then. */
  private speakLater(): ReadonlySet<string> {
    const open = this.subject.open();
    const later = this.subject.stages.filter((stage) => stage !== open).flatMap(deciders);
    return new Set(later.filter((id) => open && !deciders(open).includes(id)));
  }

  /** Judges all that waits. */
  async drain(): Promise<void> {
    while (this.subject.waiting.length > 0) {
      if (!this.subject.open()) return this.subject.refuseLate();
      const attempt = this.attempts.get(this.subject.waiting[0] ?? '');
      if (!attempt) throw new Error('something is judged that nobody has said');
      const objections = this.oracle.objections(attempt);
      const judged = await this.subject.judgeNext();
      this.explained(attempt, judged.refusal, objections);
      this.same('counts', judged.counts, objections.length === 0);
      if (judged.counts && (await this.counts(judged, attempt))) return;
      this.compare('after it was judged');
    }
  }

  /** True when that leaves nothing of the others. */
  private async counts(judged: JudgedDecision, attempt: Attempt): Promise<boolean> {
    this.tally.accepted += 1;
    this.same('person', judged.decision.person, attempt.human);
    const said = this.sent.get(attempt.id);
    if (said) this.heard.push(said);
    this.oracle.takes(attempt);
    if (attempt.verdict === 'approve') return false;
    this.subject.refuseLate();
    if (attempt.verdict === 'reject') await this.begin(next(this.tally.attempts));
    else {
      this.scene.edit(this.scene.requester, next(this.tally.attempts));
      await this.look(next(this.tally.attempts));
    }
    return true;
  }

  private explained(attempt: Attempt, refusal: string | undefined, objections: readonly Objection[]): void {
    const said = refusal === undefined || objections.some((objection) => WORDS[objection].test(refusal));
    const fits = (refusal === undefined) === (objections.length === 0) && said;
    if (!fits) this.differ('outcome', refusal ?? 'taken', objections.join(' or ') || 'taken', attempt);
  }

  private compareAsked(): void {
    for (const stage of this.scene.demanded) {
      const asked = this.subject.stages.find(({ name }) => name === stage.name)?.approvers ?? [];
      const able = asked.filter((id) => !TWINS.some((twin) => twin.id === id));
      this.same(`asked in ${stage.name}`, sorted(able), sorted(this.oracle.speakersOf(stage)));
      const delegates = this.subject.stages.find(({ name }) => name === stage.name)?.delegates ?? [];
      const standing = delegates.map((one) => `${one.person} for ${one.for}`);
      this.same(`stands in in ${stage.name}`, sorted(standing), sorted(this.oracle.standInsOf(stage)));
    }
  }

  private compare(when: string): void {
    for (const stage of this.subject.stages)
      this.same(
        `approvers of ${stage.name} ${when}`,
        sorted(this.subject.approversOf(stage)),
        sorted(this.oracle.approversOf(stage.name)),
      );
    const standing = this.subject.decisions.filter(({ counts, decision }) => counts && decision.verdict === 'approve');
    this.same(
      `what stands ${when}`,
      sorted(standing.map((judged) => `${judged.decision.id} on ${seatOf(judged)}`)),
      sorted(this.oracle.standing()),
    );
    this.same(`stage ${when}`, this.subject.open()?.name, this.oracle.current()?.name);
  }

  private same(what: string, found: unknown, expected: unknown): void {
    if (found !== expected) this.differ(what, found, expected);
  }

  private differ(what: string, found: unknown, expected: unknown, attempt?: Attempt): never {
    const about = attempt ? ` of ${JSON.stringify(attempt)}` : '';
    throw new Error(`${what}${about}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
  }
}
