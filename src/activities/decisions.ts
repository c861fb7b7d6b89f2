import { groupOf, involvedNames, partiesOf } from '../auth/approvers.ts';
import { type AssessmentDeps, assess } from '../auth/assessment.ts';
import { isProven, signDecision } from '../auth/decision-tokens.ts';
import { delegatesIn } from '../auth/delegates.ts';
import type { Config } from '../config.ts';
import { type ApprovalStage, type Assessment, peopleOf } from '../domain/approval.ts';
import type { Decision, JudgedDecision } from '../domain/decision.ts';
import { judge, refusalUnseen, type SaidFacts } from '../domain/decision-rules.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import { alsoReads } from '../domain/render/request.ts';
import type { ServiceRequest } from '../domain/request.ts';
import { mayDecide, withDelegates } from '../domain/seats.ts';
import { catalogueFailure } from './catalogue.ts';
import type { DecisionActivities } from './contracts.ts';
import { failure } from './failures.ts';

/** What deciding needs of the configuration, the directory, the policy and the fleet. */
export interface DecisionDeps extends AssessmentDeps {
  readonly config: Pick<Config, 'auth' | 'plainSignals'>;
  /** The fleet's settings at the head of its main branch, and what is wanted beside them. */
  readonly readFleet: (sha?: string, also?: (path: string) => boolean) => Promise<FleetSnapshot>;
}

type AssessInput = Parameters<DecisionActivities['assessChange']>[0];
type JudgeInput = Parameters<DecisionActivities['judgeDecision']>[0];
type StaffingInput = Parameters<DecisionActivities['findDelegates']>[0];
type ReviewsInput = Parameters<DecisionActivities['decisionsFromReviews']>[0];
type Reviews = Awaited<ReturnType<DecisionActivities['decisionsFromReviews']>>;

/** Who may decide, and whether what somebody said counts. Directory failures are retried; bad decisions are refused. */
export function createDecisionActivities(deps: DecisionDeps): DecisionActivities {
  return {
    assessChange: (input) => assessChange(deps, input),
    judgeDecision: (input) => judgeDecision(deps, input),
    findDelegates: (input) => findDelegates(deps, input),
    decisionsFromReviews: (input) => decisionsFromReviews(deps, input),
  };
}

async function assessChange(deps: DecisionDeps, input: AssessInput): Promise<Assessment> {
  const fleet = await deps.readFleet(undefined, alsoReads(input));
  const { assessment, undecidable } = await assess(deps, { ...input, fleet }).catch((error: unknown) => {
    throw catalogueFailure(error);
  });
  if (undecidable.length > 0) throw failure('Configuration', undecidable.join(' '));
  return assessment;
}

async function judgeDecision(deps: DecisionDeps, input: JudgeInput): Promise<JudgedDecision> {
  const { request, ...rest } = input;
  const { auth, plainSignals } = deps.config;
  const said: SaidFacts = {
    ...rest,
    reference: request.reference,
    now: new Date().toISOString(),
    proven: await isProven(auth.decisionKey, input.decision),
    trustsSignals: plainSignals === 'trusted',
  };
  // Nobody is looked up for what anybody could have sent.
  if (refusalUnseen(said)) return judge({ ...said, person: null, involved: new Set(), groups: [] });
  const [person, involved] = await Promise.all([
    deps.findPerson({ id: input.decision.person }),
    involvedNames(deps, request),
  ]);
  const stage = await asOfNow(deps, input.stage, request, involved);
  const groups = stage.parties.map(({ role }) => groupOf(role, request, deps.groups));
  return judge({ ...said, stage, person, involved, groups });
}

async function findDelegates(deps: DecisionDeps, { request, stages, now }: StaffingInput): Promise<ApprovalStage[]> {
  const involved = await involvedNames(deps, request);
  const about = { involved, now: Date.parse(now) };
  return Promise.all(stages.map(async (stage) => withDelegates(stage, await delegatesIn(deps, stage, about))));
}

/** The stage with whoever is in its groups, and whoever stands in for them, at this moment. */
async function asOfNow(
  deps: DecisionDeps,
  stage: ApprovalStage,
  request: ServiceRequest,
  involved: ReadonlySet<string>,
): Promise<ApprovalStage> {
  const roles = stage.parties.map(({ role }) => role);
  const parties = await partiesOf(deps, request, roles, involved);
  const now = { ...stage, parties, approvers: peopleOf(parties) };
  return withDelegates(now, await delegatesIn(deps, now, { involved, now: Date.now() }));
}

async function decisionsFromReviews(deps: DecisionDeps, input: ReviewsInput): Promise<Reviews> {
  const current = input.reviews.filter((review) => review.commit === input.headSha && review.verdict !== 'dismissed');
  const found = await Promise.all(current.map((review) => decisionOf(deps, input, review)));
  return { decisions: found.flatMap(({ decisions }) => decisions), early: found.flatMap(({ early }) => early) };
}

async function decisionOf(
  deps: DecisionDeps,
  { reference, specHash, stages: [current, ...later] }: ReviewsInput,
  { id, login, verdict, body }: ReviewsInput['reviews'][number],
): Promise<Reviews> {
  const person = await deps.findPerson({ githubLogin: login });
  if (!person || !current || verdict === 'dismissed') return { decisions: [], early: [] };
  const speaksIn = (stage: ApprovalStage) => mayDecide(person.id, stage);
  if (!speaksIn(current) && later.some(speaksIn)) return { decisions: [], early: [id] };
  const decision = {
    id: `github-${id}`,
    reference,
    person: person.id,
    verdict,
    specHash,
    stage: current.name,
    channel: 'github' as const,
    ...(body === '' ? {} : { reason: body }),
  };
  const signed: Decision = await signDecision(deps.config.auth.decisionKey, decision);
  return { decisions: [signed], early: [] };
}
