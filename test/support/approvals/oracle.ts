/*
 * What has to come of each attempt, from what is true: who acts, what they have seen, whether anything was tampered with.
 * Written from docs/lifecycle.md and docs/permissions.md alone. It imports no rule of Berth, and is told nothing that
 * Berth has found out.
 */

import type { Attempt, Demanded, Leave, Objection, People, Version } from './truths.ts';

interface Question {
  readonly reference: string;
  readonly involved: ReadonlySet<string>;
  readonly removes: boolean;
}

interface Approval {
  readonly human: string;
  /** Whose place in the stage it fills: each is filled once, and nobody fills two. */
  readonly seat: string;
  readonly id: string;
  readonly stage: string;
  /** The stage that was put to them, and what of the change it was about. */
  readonly put: Demanded;
  readonly version: Version;
  /** The roles of that place. */
  readonly roles: readonly string[];
}

export class Oracle {
  private question: Question = { reference: '', involved: new Set(), removes: false };
  private version: Version = { content: 0, cost: 0, placement: 0 };
  private stages: readonly Demanded[] = [];
  private approvals: readonly Approval[] = [];
  private readonly counted = new Set<string>();
  private readonly people: People;

  constructor(people: People) {
    this.people = people;
  }

  /** A new request; nothing was said about it. */
  begins(question: Question): void {
    this.question = question;
    this.approvals = [];
    this.counted.clear();
  }

  /** Policy, change and people are looked at again. What was said stands where nothing that it rests on is another. */
  asks(version: Version, stages: readonly Demanded[]): void {
    this.version = version;
    this.stages = stages;
    this.approvals = this.approvals.flatMap((approval) => {
      const now = stages.find(({ name }) => name === approval.stage);
      const seat = now && this.covers(approval, now) ? this.stillOn(approval, now) : undefined;
      return now && seat !== undefined ? [{ ...approval, seat, roles: this.rolesIn(seat, now) }] : [];
    });
  }

  /**
   * Who has a role of their own by now has said it for themselves. Who has spoken for somebody has, though that one is back,
   * while that one may speak, and they may speak for others.
   */
  private stillOn({ human, seat }: Approval, now: Demanded): string | undefined {
    if (this.maySpeak(human, now)) return human;
    return seat !== human && this.mayStandIn(human) && this.maySpeak(seat, now) ? seat : undefined;
  }

  /** From now on they are involved as well. */
  edits(human: string): void {
    this.question = { ...this.question, involved: new Set([...this.question.involved, human]) };
  }

  dismisses(id: string): void {
    this.approvals = this.approvals.filter((approval) => approval.id !== id);
  }

  /** What people are asked about. */
  get asked(): Version {
    return this.version;
  }

  /** The first stage that lacks somebody; undefined: everybody has said yes. */
  current(): Demanded | undefined {
    return this.stages.find((stage) => !this.isEnough(stage));
  }

  /** Who has approved a stage as it stands. */
  approversOf(stage: string): string[] {
    return [...new Set(this.approvals.filter((one) => one.stage === stage).map(({ human }) => human))].toSorted();
  }

  /** What counts, and in whose place. */
  standing(): string[] {
    return this.approvals.map(({ id, seat }) => `${id} on ${seat}`).toSorted();
  }

  /** Who has spoken for somebody else. */
  standIns(): string[] {
    return this.approvals.flatMap(({ human, seat }) => (human === seat ? [] : [human]));
  }

  /** Who may say something in a stage, said or not. */
  speakersOf(stage: Demanded): string[] {
    const all = new Set(stage.roles.flatMap((role) => [...this.people.withRole(role)]));
    return [...all].filter((human) => this.maySpeak(human, stage)).toSorted();
  }

  /** Those whose yes is wanted now. */
  wanted(): string[] {
    const stage = this.current();
    if (!stage) return [];
    const given = [...this.approversOf(stage.name), ...this.seatsOf(stage.name)];
    return this.speakersOf(stage).filter((human) => !given.includes(human));
  }

  /** Who stands in for whom in a stage now: `xena for dora`. */
  standInsOf(stage: Demanded): string[] {
    return this.speakersOf(stage).flatMap((seat) => {
      const human = this.standInFor(seat, stage);
      return human === undefined ? [] : [`${human} for ${seat}`];
    });
  }

  /** True for somebody who says that they are away now. */
  isAway(human: string): boolean {
    return this.leaveOf(human) !== undefined;
  }

  /** What anybody can tell who sees nothing but what was sent. */
  objectionsAtDoor({ formed, reference, seen, stage, verdict }: Attempt): Objection[] {
    const open = this.current();
    const removal = verdict === 'request-changes' && this.question.removes;
    return named<Objection>({
      form: !formed || removal,
      reference: reference !== this.question.reference,
      content: !isSame(seen, this.version),
      stage: !open || stage !== open.name,
    });
  }

  /** Why it must not count; nothing when it has to. */
  objections(attempt: Attempt): Objection[] {
    const { authentic, late, human } = attempt;
    const unseen = [...this.objectionsAtDoor(attempt), ...named<Objection>({ late, proof: !authentic })];
    const stage = this.current();
    if (unseen.length > 0 || !stage) return unseen;
    if (human === null || this.people.disabled.has(human)) return ['unknown'];
    const seat = this.seatFor(human, stage);
    const filled = this.seatsOf(stage.name).includes(seat ?? '') || this.approversOf(stage.name).includes(human);
    return named<Objection>({
      twin: this.people.twins.has(human),
      involved: this.question.involved.has(human),
      role: seat === undefined,
      twice: attempt.verdict === 'approve' && filled,
    });
  }

  /** True for what was taken in and has counted: it is never heard again. */
  hasCounted({ id }: Attempt): boolean {
    return this.counted.has(id);
  }

  /** It counts. */
  takes({ id, human, verdict }: Attempt): void {
    this.counted.add(id);
    const stage = this.current();
    if (!stage || human === null || verdict !== 'approve') return;
    const seat = this.seatFor(human, stage) ?? human;
    const roles = this.rolesIn(seat, stage);
    const approval = { human, seat, id, stage: stage.name, put: stage, version: this.version, roles };
    this.approvals = [...this.approvals, approval];
  }

  private maySpeak(human: string, stage: Demanded): boolean {
    return this.mayStandIn(human) && this.rolesIn(human, stage).length > 0;
  }

  /** Nothing is against them but that they have no role. */
  private mayStandIn(human: string): boolean {
    const { disabled, twins, auditors } = this.people;
    const barred = disabled.has(human) || twins.has(human) || auditors.has(human);
    return !barred && !this.question.involved.has(human);
  }

  /** Of several open ones the last says how it is. */
  private leaveOf(human: string): Leave | undefined {
    return this.people.leaves().findLast(({ who, when }) => who === human && when === 'now');
  }

  /**
   * Whoever is away names somebody who is there, who has asked for nothing of it and has no role in it; and whoever entered
   * it for them has neither named themselves nor asked for anything.
   */
  private standInFor(seat: string, stage: Demanded): string | undefined {
    const { delegate = null, by = '' } = this.leaveOf(seat) ?? {};
    if (!stage.mayDelegate || delegate === null || this.people.strangers.has(delegate)) return undefined;
    const arranged = (by !== seat && by === delegate) || this.question.involved.has(by);
    const able = this.mayStandIn(delegate) && !this.maySpeak(delegate, stage) && !this.isAway(delegate);
    return able && !arranged ? delegate : undefined;
  }

  /** In whose place somebody speaks: their own, or one that is still needed of those in whose they may. */
  private seatFor(human: string, stage: Demanded): string | undefined {
    const barred = this.people.auditors.has(human);
    if (!barred && this.rolesIn(human, stage).length > 0) return human;
    const seats = this.speakersOf(stage).filter((seat) => this.standInFor(seat, stage) === human);
    const filled = this.seatsOf(stage.name);
    const helps = (seat: string) => this.reach(stage, seat) > this.reach(stage);
    return seats.find(helps) ?? seats.find((seat) => !filled.includes(seat)) ?? seats[0];
  }

  private seatsOf(stage: string): string[] {
    return [...new Set(this.approvals.filter((one) => one.stage === stage).map(({ seat }) => seat))];
  }

  /** How far a stage is, with one place more if it is named. */
  private reach({ name, mode, roles }: Demanded, more?: string): number {
    const yes = this.approvals.filter(({ stage }) => stage === name);
    const seats = [...new Set([...this.seatsOf(name), ...(more === undefined ? [] : [more])])];
    if (mode !== 'all') return seats.length;
    const has = (seat: string, role: string) =>
      yes.some((one) => one.seat === seat && one.roles.includes(role)) ||
      (seat === more && this.people.withRole(role).has(seat));
    return furthest(roles, seats, has);
  }

  private rolesIn(human: string, { roles }: Demanded): string[] {
    return roles.filter((role) => this.people.withRole(role).has(human));
  }

  /** The same is demanded, and all that it is about now they have seen as it is now. */
  private covers({ put, version }: Approval, now: Demanded): boolean {
    const demanded = ({ mode, count, roles, mayDelegate }: Demanded) =>
      JSON.stringify([mode, count, roles.toSorted(), mayDelegate]);
    const seen = now.about.every((aspect) => put.about.includes(aspect) && version[aspect] === this.version[aspect]);
    return demanded(put) === demanded(now) && seen;
  }

  private isEnough(stage: Demanded): boolean {
    return this.reach(stage) >= (stage.mode === 'all' ? stage.roles.length : stage.count);
  }
}

const named = <T extends string>(facts: { readonly [K in T]?: boolean }): T[] =>
  (Object.keys(facts) as T[]).filter((name) => facts[name]);

const isSame = (a: Version, b: Version) => a.content === b.content && a.cost === b.cost && a.placement === b.placement;

/** To how many of the roles a place of its own can be given, by trying every way. */
function furthest(
  [role, ...rest]: readonly string[],
  seats: readonly string[],
  has: (seat: string, role: string) => boolean,
): number {
  if (role === undefined) return 0;
  const spokenFor = seats
    .filter((seat) => has(seat, role))
    .map(
      (seat) =>
        1 +
        furthest(
          rest,
          seats.filter((other) => other !== seat),
          has,
        ),
    );
  return Math.max(furthest(rest, seats, has), ...spokenFor);
}
