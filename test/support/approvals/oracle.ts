/*
 * What has to come of each attempt, from what is true: who acts, what they have seen, whether anything was tampered with.
 * Written from docs/lifecycle.md and docs/permissions.md alone. It imports no rule of Berth, and is told nothing that
 * Berth has found out.
 */

/** A stage as the policy demands it, in words that stay the same. */
export interface Demanded {
  readonly name: string;
  readonly mode: 'all' | 'any' | 'n-of';
  readonly count: number;
  readonly roles: readonly string[];
  readonly about: readonly ('content' | 'cost' | 'placement')[];
}

/** The change as it is asked about: each number goes up when that part of it changes. */
export interface Version {
  readonly content: number;
  readonly cost: number;
  readonly placement: number;
}

/** One human saying one thing once. */
export interface Attempt {
  readonly id: string;
  /** Who acts in truth; null: somebody of whom the directory knows nothing. */
  readonly human: string | null;
  /** The door knew that it was them, and nothing was changed on the way. */
  readonly authentic: boolean;
  /** Said through a door for people, in words that are known. */
  readonly formed: boolean;
  readonly reference: string;
  /** What they had before their eyes. */
  readonly seen: Version;
  readonly stage: string;
  readonly verdict: string;
  readonly late: boolean;
}

/** What is true of the people now. */
export interface People {
  /** Everybody who has this role, enabled or not. */
  readonly withRole: (role: string) => ReadonlySet<string>;
  readonly disabled: ReadonlySet<string>;
  /** Accounts that share a name with another. */
  readonly twins: ReadonlySet<string>;
  readonly auditors: ReadonlySet<string>;
}

/** Why something must not count; of several any may be said. */
export type Objection =
  | 'form'
  | 'reference'
  | 'content'
  | 'stage'
  | 'late'
  | 'proof'
  | 'unknown'
  | 'twin'
  | 'involved'
  | 'role'
  | 'twice';

interface Question {
  readonly reference: string;
  readonly involved: ReadonlySet<string>;
  readonly removes: boolean;
}

interface Approval {
  readonly human: string;
  readonly id: string;
  readonly stage: string;
  /** The stage that was put to them, and what of the change it was about. */
  readonly put: Demanded;
  readonly version: Version;
  /** For whom they spoke. */
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
      const stands = now && this.covers(approval, now) && this.maySpeak(approval.human, now);
      return stands ? [{ ...approval, roles: this.rolesIn(approval.human, now) }] : [];
    });
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

  /** Ids of what counts. */
  standing(): string[] {
    return this.approvals.map(({ id }) => id).toSorted();
  }

  /** Who may say something in a stage, said or not. */
  speakersOf(stage: Demanded): string[] {
    const all = new Set(stage.roles.flatMap((role) => [...this.people.withRole(role)]));
    return [...all].filter((human) => this.maySpeak(human, stage)).toSorted();
  }

  /** Those whose yes is wanted now. */
  wanted(): string[] {
    const stage = this.current();
    const given = stage ? this.approversOf(stage.name) : [];
    return stage ? this.speakersOf(stage).filter((human) => !given.includes(human)) : [];
  }

  /** What anybody can tell who sees nothing but what was sent. */
  objectionsAtDoor({ formed, reference, seen, stage, verdict }: Attempt): Objection[] {
    const open = this.current();
    const removal = verdict === 'request-changes' && this.question.removes;
    return truths<Objection>({
      form: !formed || removal,
      reference: reference !== this.question.reference,
      content: !isSame(seen, this.version),
      stage: !open || stage !== open.name,
    });
  }

  /** Why it must not count; nothing when it has to. */
  objections(attempt: Attempt): Objection[] {
    const { authentic, late, human } = attempt;
    const unseen = [...this.objectionsAtDoor(attempt), ...truths<Objection>({ late, proof: !authentic })];
    const stage = this.current();
    if (unseen.length > 0 || !stage) return unseen;
    if (human === null || this.people.disabled.has(human)) return ['unknown'];
    const twice = attempt.verdict === 'approve' && this.approversOf(stage.name).includes(human);
    return truths<Objection>({
      twin: this.people.twins.has(human),
      involved: this.question.involved.has(human),
      role: this.people.auditors.has(human) || this.rolesIn(human, stage).length === 0,
      twice,
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
    const roles = this.rolesIn(human, stage);
    const approval = { human, id, stage: stage.name, put: stage, version: this.version, roles };
    this.approvals = [...this.approvals, approval];
  }

  private maySpeak(human: string, stage: Demanded): boolean {
    const { disabled, twins, auditors } = this.people;
    const barred = disabled.has(human) || twins.has(human) || auditors.has(human);
    return !barred && !this.question.involved.has(human) && this.rolesIn(human, stage).length > 0;
  }

  private rolesIn(human: string, { roles }: Demanded): string[] {
    return roles.filter((role) => this.people.withRole(role).has(human));
  }

  /** The same is demanded, and all that it is about now they have seen as it is now. */
  private covers({ put, version }: Approval, now: Demanded): boolean {
    const demanded = ({ mode, count, roles }: Demanded) => JSON.stringify([mode, count, roles.toSorted()]);
    const seen = now.about.every((aspect) => put.about.includes(aspect) && version[aspect] === this.version[aspect]);
    return demanded(put) === demanded(now) && seen;
  }

  private isEnough({ name, mode, count, roles }: Demanded): boolean {
    const yes = this.approvals.filter(({ stage }) => stage === name);
    if (mode !== 'all') return this.approversOf(name).length >= count;
    const speaksFor = (human: string, role = '') => yes.some((one) => one.human === human && one.roles.includes(role));
    return assignments(roles.length, this.approversOf(name)).some((speakers) =>
      speakers.every((human, i) => speaksFor(human, roles[i])),
    );
  }
}

const truths = <T extends string>(facts: { readonly [K in T]?: boolean }): T[] =>
  (Object.keys(facts) as T[]).filter((name) => facts[name]);

const isSame = (a: Version, b: Version) => a.content === b.content && a.cost === b.cost && a.placement === b.placement;

/** Every way to let each of so many roles be spoken for by another human. */
function assignments(roles: number, humans: readonly string[]): string[][] {
  if (roles === 0) return [[]];
  return humans.flatMap((human) =>
    assignments(
      roles - 1,
      humans.filter((other) => other !== human),
    ).map((rest) => [human, ...rest]),
  );
}
