import { approvalStages, fold, involvedNames, nobodyMayDecide } from '../auth/approvers.ts';
import { isProven, signDecision } from '../auth/decision-tokens.ts';
import type { Config } from '../config.ts';
import type { ApprovalStage, Decision, JudgedDecision } from '../domain/decision.ts';
import { groupName } from '../domain/naming.ts';
import type { Person, ServiceRequest } from '../domain/request.ts';
import type { DecisionActivities } from './contracts.ts';
import { failure } from './failures.ts';

/** What judging needs of the configuration and the directory. */
export interface DecisionDeps {
  readonly config: Pick<Config, 'auth' | 'plainSignals'>;
  findPerson(by: { mail?: string; id?: string; githubLogin?: string }): Promise<Person | null>;
  /** Names of the groups a person is in, nested ones too. */
  groupsOf(personId: string): Promise<readonly string[]>;
  /** Directory ids of the people in a group, nested ones too; empty when there is no such group. */
  membersOf(group: string): Promise<readonly string[]>;
}

type JudgeInput = Parameters<DecisionActivities['judgeDecision']>[0];
type ReviewsInput = Parameters<DecisionActivities['decisionsFromReviews']>[0];

/** Who may decide, and whether what somebody said counts. Directory failures are retried; bad decisions are refused. */
export function createDecisionActivities(deps: DecisionDeps): DecisionActivities {
  return {
    findApprovers: (request) => findApprovers(deps, request),
    judgeDecision: (input) => judge(deps, input),
    decisionsFromReviews: (input) => decisionsFromReviews(deps, input),
  };
}

async function findApprovers(deps: DecisionDeps, request: ServiceRequest): Promise<ApprovalStage[]> {
  const stages = await approvalStages(deps, request);
  if (stages.length > 0) return stages;
  throw failure('Configuration', nobodyMayDecide(request));
}

async function judge(deps: DecisionDeps, input: JudgeInput): Promise<JudgedDecision> {
  const { token: _, ...decision } = input.decision;
  const at = new Date().toISOString();
  const proven = await isProven(deps.config.auth.decisionKey, input.decision);
  const refusal =
    contentRefusal(input, at) ?? proofRefusal(deps, input.decision, proven) ?? (await personRefusal(deps, input));
  if (refusal !== undefined) return { decision, counts: false, refusal, at };
  return { decision, counts: true, ...(proven ? {} : { unproven: true }), at };
}

function contentRefusal({ decision, request, specHash, stages }: JudgeInput, now: string): string | undefined {
  if (decision.reference !== request.reference) return `It is about ${decision.reference}, another request.`;
  if (!stages.some((stage) => stage.name === decision.stage)) return `No stage "${decision.stage}" is being decided.`;
  if (decision.specHash !== specHash) return 'The content has changed since. Look at it again and decide anew.';
  if (!(Date.parse(decision.expires) > Date.parse(now))) return 'It expired before it could be checked. Decide anew.';
  return undefined;
}

function proofRefusal(deps: DecisionDeps, decision: Decision, proven: boolean): string | undefined {
  if (proven) return undefined;
  if (decision.token) return 'Its token is not valid for this decision, or has expired. Ask for a new one.';
  if (decision.channel !== 'signal') return 'It carries no proof of who decided.';
  if (deps.config.plainSignals === 'trusted') return undefined;
  return 'A signal needs a token: take the line that `berth approve --print-signal` prints.';
}

async function personRefusal(deps: DecisionDeps, { decision, request }: JudgeInput): Promise<string | undefined> {
  const person = await deps.findPerson({ id: decision.person });
  if (!person) return `The directory knows nobody called "${decision.person}".`;
  const involved = await involvedNames(deps, request);
  if (involved.has(fold(person.id)) || involved.has(fold(person.mail))) {
    return `${person.name} asked for this or started it, and cannot decide about it.`;
  }
  if (fold(person.id) === fold(request.leadId)) return undefined;
  const group = groupName(request.project, 'leads');
  const groups = (await deps.groupsOf(person.id)).map(fold);
  return groups.includes(fold(group)) ? undefined : `${person.name} is not in ${group}.`;
}

async function decisionsFromReviews(deps: DecisionDeps, input: ReviewsInput): Promise<Decision[]> {
  const current = input.reviews.filter((review) => review.commit === input.headSha);
  const decisions = await Promise.all(current.map((review) => decisionOf(deps, input, review)));
  return decisions.flat();
}

async function decisionOf(
  deps: DecisionDeps,
  input: ReviewsInput,
  review: ReviewsInput['reviews'][number],
): Promise<Decision[]> {
  if (review.verdict === 'dismissed') return [];
  const person = await deps.findPerson({ githubLogin: review.login });
  if (!person) return [];
  const decision = {
    id: `github-${review.id}`,
    reference: input.reference,
    person: person.id,
    verdict: review.verdict,
    specHash: input.specHash,
    stage: input.stage,
    channel: 'github' as const,
    ...(review.body === '' ? {} : { reason: review.body }),
  };
  return [await signDecision(deps.config.auth.decisionKey, decision)];
}
