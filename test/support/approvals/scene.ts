/* What stands around one request after the other: who asks, who has which role, what the policy demands, the change. */
import type { ChangePlan, Review } from '../../../src/domain/change.ts';
import type { StageDemand } from '../../../src/domain/policy.ts';
import type { SelectedRequest, ServiceRequest } from '../../../src/domain/request.ts';
import {
  type Actor,
  AUDITOR,
  COST_CENTRE,
  Directory,
  GENERATED_ROLES,
  type GeneratedRole,
  type Leave,
  OUTSIDERS,
  PROJECT,
  REGULARS,
  TWINS,
} from './cast.ts';
import type { Surroundings } from './subject.ts';
import type { Demanded, Version } from './truths.ts';

/** One of these; the number says which. */
export function pick<T>(list: readonly T[], n: number): T {
  const found = list[n % list.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** Another number made of this one, so that one serves for several choices. */
export const next = (n: number, step = 1): number => ((n + step * 7919) * 2_654_435_761) % 1_000_003;

/** A name of theirs as somebody may write it. */
export function spelled({ id, mail, alias, login }: Actor, n: number): string {
  const name = pick([id, mail, alias, login, id, mail], n);
  return pick([name, name.toUpperCase(), name.toLowerCase()], next(n));
}

const SELECTION = { stage: 'prod', regions: ['east'], size: 'S', items: [] } as const;
const SUBSETS = [['content'], ['content', 'cost'], ['content', 'placement'], ['content', 'cost', 'placement']] as const;
const PARTIAL = [['cost'], ['placement'], ['cost', 'placement'], ...SUBSETS] as const;

export class Scene implements Surroundings {
  readonly directory = new Directory();
  readonly trustsSignals: boolean;
  request: ServiceRequest;
  version: Version = { content: 1, cost: 1, placement: 1 };
  demands: readonly StageDemand[] = [];
  reviews: Review[] = [];
  head = 1;
  /** Whoever sent it in for the requester. */
  starter: Actor | null = null;
  readonly regulars = REGULARS;
  private count = 0;
  private written = '';
  private edits: readonly string[] = [];

  constructor(seed: number, trustsSignals: boolean) {
    this.trustsSignals = trustsSignals;
    for (const [i, role] of GENERATED_ROLES.entries()) this.fill(role, next(seed, i + 1));
    this.request = this.newRequest(seed);
  }

  get change(): SelectedRequest {
    return { request: this.request, selection: SELECTION };
  }

  get plan(): ChangePlan {
    const { content, cost, placement } = this.version;
    return {
      baseSha: 'b'.repeat(40),
      specHash: specHash(this.version),
      contentHash: `sha256:content-${content}`,
      environment: 'payments-prod',
      paths: [],
      placements: [{ cluster: `cluster-east-${placement}-prod`, environment: 'payments-prod', executor: 'kubernetes' }],
      cost: { currency: 'USD', before: 0, after: cost, delta: cost, priceBook: '2026-01' },
    };
  }

  get headSha(): string {
    return `head-${this.head}`;
  }

  /** The next request; roles stay as they are. */
  begin(n: number): void {
    this.request = this.newRequest(n);
    this.edits = [];
    this.reviews = [];
    this.directory.leaves = [];
    this.head += 1;
    this.version = { content: this.version.content + 1, cost: this.version.cost + 1, placement: 1 };
    this.demand(next(n, 5));
  }

  /** Directory ids of those whose request it is. */
  get involved(): ReadonlySet<string> {
    return new Set([this.requester.id, ...(this.starter ? [this.starter.id] : []), ...this.edits]);
  }

  get requester(): Actor {
    return REGULARS.find(({ id }) => id === this.request.requesterId) ?? pick(REGULARS, 0);
  }

  get editors(): Actor[] {
    return REGULARS.filter(({ id }) => this.edits.includes(id));
  }

  /** The content is another, and somebody made it so. */
  edit(by: Actor, n: number): void {
    this.edits = [...this.edits, by.id];
    const editedBy = [...(this.request.source.editedBy ?? []), spelled(by, n)];
    this.request = { ...this.request, source: { ...this.request.source, editedBy } };
    this.move('content');
  }

  move(part: keyof Version): void {
    this.version = { ...this.version, [part]: this.version[part] + 1 };
  }

  get isWritten(): boolean {
    return this.written === specHash(this.version);
  }

  /** What is written anew has a new commit. */
  write(): void {
    if (this.written !== specHash(this.version)) this.head += 1;
    this.written = specHash(this.version);
  }

  /** Another policy. */
  demand(n: number): void {
    const stages = 1 + (n % 3);
    this.demands = ['lead', 'cost', 'extra'].slice(0, stages).map((name, i) => demandOf(name, i === 0, next(n, i + 1)));
  }

  /** Another policy again, which says almost the same. */
  tweak(n: number): void {
    const at = n % this.demands.length;
    const other = demandOf('', at === 0, next(n));
    const part = pick(['mode', 'of', 'about', 'count', 'mayDelegate'] as const, next(n, 2));
    this.demands = this.demands.map((demand, i) => (i === at ? tweaked(demand, part, other) : demand));
  }

  /** The same as the oracle is told. */
  get demanded(): Demanded[] {
    return this.demands.map(({ name, mode, count, of, about, mayDelegate }) => ({
      name,
      mode,
      roles: of,
      about,
      mayDelegate,
      count: count ?? (mode === 'all' ? of.length : 1),
    }));
  }

  withRole(role: string): ReadonlySet<string> {
    const members = this.directory.members.get(role as GeneratedRole) ?? new Set();
    return role === 'project-lead' ? new Set([...members, this.request.leadId]) : members;
  }

  /** Somebody is away, or was, or will be. */
  leave(
    who: Actor,
    { delegate, when = 'now', by = who }: { delegate: Actor | null; when?: Leave['when']; by?: Actor },
  ) {
    const { leaves } = this.directory;
    const spelled =
      delegate && pick([delegate.id, delegate.id.toUpperCase(), delegate.id.toLowerCase()], leaves.length);
    const leave = { who: who.id, when, delegate: delegate?.id ?? null, spelled, by: by.id };
    this.directory.leaves = [...leaves, leave];
  }

  /** The same with anybody, whoever that does not hold for. */
  leaveSomehow(n: number, m: number): void {
    const who = pick([...REGULARS, ...TWINS], n);
    const by = pick([who, who, ...REGULARS], next(m));
    const delegate = pick([...REGULARS, ...TWINS, AUDITOR, ...OUTSIDERS, null], m);
    this.leave(who, { delegate, when: pick(['now', 'now', 'past', 'later'] as const, next(n)), by });
  }

  /** Somebody comes into a role, or leaves it. */
  moveRole(n: number): void {
    const members = this.directory.members.get(pick(GENERATED_ROLES, n));
    const { id } = pick(REGULARS, next(n));
    if (members?.has(id)) members.delete(id);
    else members?.add(id);
  }

  /** Enough people for everything. */
  mend(n: number): void {
    this.directory.disabled.clear();
    for (const [i, role] of GENERATED_ROLES.entries()) this.fill(role, next(n, i + 1));
  }

  private fill(role: GeneratedRole, n: number): void {
    const members = this.directory.members.get(role);
    for (let i = 0; i < 4; i += 1) members?.add(pick(REGULARS, next(n, i)).id);
    members?.add(AUDITOR.id);
    members?.add(pick(TWINS, n).id);
  }

  private newRequest(n: number): ServiceRequest {
    this.count += 1;
    const requester = pick(REGULARS, n);
    const starter = n % 2 === 0 ? pick(REGULARS, next(n)) : null;
    this.starter = starter;
    const lead = pick(REGULARS, next(n, 2));
    return {
      reference: `BR-${String(n % 100_000).padStart(5, '0')}${String(this.count).padStart(5, '0')}`,
      kind: n % 4 === 0 ? 'decommission' : 'create-project',
      source: {
        channel: 'api',
        key: 'k',
        receivedAt: '2026-11-21T09:00:00.000Z',
        ...(starter ? { startedBy: spelled(starter, next(n, 3)) } : {}),
      },
      requester: pick([requester.mail, requester.alias], next(n, 4)),
      requesterId: requester.id,
      lead: lead.mail,
      leadId: lead.id,
      members: [],
      project: PROJECT,
      title: 'Payments',
      costCentre: COST_CENTRE,
      reason: '',
      ...(n % 4 === 0 ? { removes: { environment: 'payments-prod', madeBy: 'BR-0000000000', data: [] } } : {}),
    };
  }
}

export const specHash = ({ content, cost, placement }: Version): string => `sha256:${content}-${cost}-${placement}`;

type Tweaked = 'mode' | 'of' | 'about' | 'count' | 'mayDelegate';

function tweaked(demand: StageDemand, part: Tweaked, other: StageDemand): StageDemand {
  if (part === 'mayDelegate') return { ...demand, mayDelegate: !demand.mayDelegate };
  if (part !== 'mode' && part !== 'count') return { ...demand, [part]: other[part] };
  const { count, ...rest } = demand;
  if (part === 'count') return count === undefined ? demand : { ...rest, count: count === 2 ? 1 : 2 };
  return { ...rest, mode: demand.mode === 'any' ? 'all' : 'any' };
}

function demandOf(name: string, isFirst: boolean, n: number): StageDemand {
  const roles = GENERATED_ROLES.filter((_, i) => (next(n, i + 3) & 3) === 0);
  const of = roles.length > 0 ? roles.slice(0, 3) : [pick(GENERATED_ROLES, n)];
  const mode = pick(['any', 'all', 'n-of'] as const, next(n, 2));
  return {
    name,
    mode,
    ...(mode === 'n-of' ? { count: 2 } : {}),
    of,
    about: pick(isFirst ? SUBSETS : PARTIAL, next(n, 4)),
    onExpiry: 'deny',
    mayDelegate: next(n, 6) % 4 > 0,
    why: 'A rule demands it.',
  };
}
