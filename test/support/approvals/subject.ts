/*
 * One request as far as deciding goes: Berth's own rules and its own judge, put together as the workflow's main line does,
 * without Temporal. Nothing is decided here.
 */
import { createDecisionActivities } from '../../../src/activities/decisions.ts';
import { Secret } from '../../../src/config.ts';
import type { ApprovalStage, Assessment } from '../../../src/domain/approval.ts';
import { isSameOutcome } from '../../../src/domain/approval-diff.ts';
import { approversOf, openStage, settleDecisions, voicesOf, voidWhere } from '../../../src/domain/approval-progress.ts';
import type { ChangePlan, Review } from '../../../src/domain/change.ts';
import type { Decision, JudgedDecision } from '../../../src/domain/decision.ts';
import { forget, type Open, recorded, refusalAtDoor, takeIn } from '../../../src/domain/decision-rules.ts';
import type { StageDemand } from '../../../src/domain/policy.ts';
import type { SelectedRequest } from '../../../src/domain/request.ts';
import { seatOf } from '../../../src/domain/seats.ts';
import { authSettings } from '../auth.ts';
import type { Directory } from './cast.ts';

export const KEY = new Secret('a decision key of at least thirty-two bytes');

const ORGANISATION = `
apiVersion: berth.dev/v1
kind: Organisation
name: example
title: Example
priceBook: 2026-01
leaseDays: { dev: null, test: null, staging: null, prod: null }
`;
const FLEET = { sha: 'a'.repeat(40), files: new Map([['organisation.yaml', ORGANISATION]]) };

/** What stands around the request, and changes under it. */
export interface Surroundings {
  readonly directory: Directory;
  readonly trustsSignals: boolean;
  readonly change: SelectedRequest;
  readonly plan: ChangePlan;
  readonly demands: readonly StageDemand[];
}

export class Subject {
  stages: readonly ApprovalStage[] = [];
  decisions: JudgedDecision[] = [];
  private readonly inbox: { decisions: Decision[]; seenDecisions: string[] } = { decisions: [], seenDecisions: [] };
  private looked: { plan: ChangePlan; assessment: Assessment } | null = null;
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  private get activities() {
    const { directory, trustsSignals } = this.around;
    return createDecisionActivities({
      config: {
        auth: authSettings(KEY),
        plainSignals: trustsSignals ? 'trusted' : 'token',
      },
      findPerson: directory.findDecider,
      groupsOf: directory.groupsOf,
      membersOf: directory.membersOf,
      absencesOf: directory.absencesOf,
      groups: directory.groups,
      readFleet: async () => FLEET,
      policy: {
        ask: async () => ({
          answer: { stages: this.around.demands, autoApproval: null, denials: [] },
          version: { engine: 'embedded', version: 'generated' },
        }),
      },
    });
  }

  /**
   * Plans and asks the policy; what people said is settled by it.
   * @returns who of those that may speak has approved which stage, before it was settled.
   */
  async look(): Promise<ReadonlyMap<string, readonly string[]>> {
    const { change, plan } = this.around;
    const assessment = await this.activities.assessChange({ ...change, plan, standIns: this.standIns });
    const before = new Map(assessment.stages.map((stage) => [stage.name, this.stillSpeaking(stage, assessment)]));
    this.looked = { plan, assessment };
    this.stages = assessment.stages;
    this.decisions = settleDecisions(this.decisions, assessment, 'it has changed').decisions;
    return before;
  }

  private get standIns(): string[] {
    const counting = this.decisions.filter(({ counts }) => counts);
    return counting.flatMap((judged) => (seatOf(judged) === judged.decision.person ? [] : [judged.decision.person]));
  }

  private stillSpeaking(stage: ApprovalStage, { barred = [] }: Assessment): string[] {
    const has = (id: string) => stage.approvers.includes(id);
    return voicesOf(stage, this.decisions)
      .filter(({ person, seat }) => has(person) || (has(seat) && !barred.includes(person)))
      .map(({ person }) => person);
  }

  /** Before the merge: true when everything is still as people have approved it. */
  async holds(): Promise<boolean> {
    const before = this.looked;
    await this.look();
    return before !== null && this.looked !== null && isSameOutcome(before, this.looked) && this.open() === undefined;
  }

  open(): ApprovalStage | undefined {
    return openStage(this.stages, this.decisions);
  }

  approversOf(stage: ApprovalStage): string[] {
    return approversOf(stage, this.decisions).toSorted();
  }

  /** Why the door refuses it; otherwise it waits to be judged, unless it was heard before. */
  knock(decision: Decision): { readonly refusal?: string; readonly isNew: boolean } {
    const { request } = this.around.change;
    const open: Open = {
      reference: request.reference,
      specHash: this.plan.specHash,
      stages: this.stages,
      stage: this.open() ?? null,
      removes: request.removes !== undefined,
    };
    const refusal = refusalAtDoor(open, decision);
    return refusal === undefined ? { isNew: this.push(decision) } : { refusal, isNew: false };
  }

  /** Past the door: signals have none, and a door may be broken. False when it was heard before. */
  push(decision: Decision): boolean {
    return takeIn(this.inbox, decision);
  }

  /** Ids of what waits to be judged. */
  get waiting(): string[] {
    return this.inbox.decisions.map(({ id }) => id);
  }

  /** The change that people are asked about, however it has moved on since. */
  get plan(): ChangePlan {
    return (this.looked ?? this.around).plan;
  }

  async judgeNext(): Promise<JudgedDecision> {
    const [decision, stage] = [this.inbox.decisions.shift(), this.open()];
    if (!decision || !stage) throw new Error('nothing is to be judged');
    const { request } = this.around.change;
    const approved = voicesOf(stage, this.decisions);
    const input = { decision, request, specHash: this.plan.specHash, stage, approved };
    const judged = await this.activities.judgeDecision(input);
    this.decisions = recorded(this.decisions, judged);
    if (!judged.counts) forget(this.inbox, decision.id);
    return judged;
  }

  /** What came in while the last word was being judged is too late. */
  refuseLate(): void {
    for (const { id } of this.inbox.decisions.splice(0)) forget(this.inbox, id);
  }

  /** Reads the reviews of the pull request, as after each webhook. */
  async readReviews(reviews: readonly Review[], headSha: string): Promise<void> {
    const gone = reviews.filter(({ verdict }) => verdict === 'dismissed').map(({ id }) => `github-${id}`);
    const reason = ({ decision }: JudgedDecision) => (gone.includes(decision.id) ? 'dismissed' : undefined);
    this.decisions = voidWhere(this.decisions, reason).decisions;
    const stage = this.open();
    if (!stage) return;
    const fresh = reviews.filter(
      ({ id, verdict }) => verdict !== 'dismissed' && !this.inbox.seenDecisions.includes(`github-${id}`),
    );
    const { request } = this.around.change;
    const found = await this.activities.decisionsFromReviews({
      reference: request.reference,
      specHash: this.plan.specHash,
      headSha,
      reviews: fresh,
      stages: this.stages.slice(this.stages.indexOf(stage)),
    });
    for (const decision of found.decisions) this.push(decision);
  }
}
