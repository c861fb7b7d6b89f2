/*
 * The same request without Temporal: the same calls to the same systems, one after another. If one fails, all is lost;
 * that is what the lifecycle is for.
 */
import type { Activities, PlannedRequest } from '../../src/activities/contracts.ts';
import { signDecision } from '../../src/auth/decision-tokens.ts';
import type { Secret } from '../../src/config.ts';
import type { ApprovalStage } from '../../src/domain/approval.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import type { ServiceRequest } from '../../src/domain/request.ts';
import { closedEntry } from '../support/ledger.ts';
import { approvalOf, draftOf, selectionOf } from './request.ts';

/** Carries one request through and returns the names of the activities that it called. */
export async function playPlainly(all: Activities, key: Secret, project: string): Promise<string[]> {
  const calls: string[] = [];
  const act = recording(all, calls);
  const request = await initiate(act, project);
  await makeAccounts(act, request);
  const planned = await plan(act, request);
  const mergeSha = await decideAndMerge(act, key, planned);
  await deploy(act, planned, mergeSha);
  await tellEverybody(act, planned);
  const { reference } = request;
  await act.writeLedger({ entry: closedEntry({ reference, project }) });
  return calls;
}

function recording(activities: Activities, calls: string[]): Activities {
  const entries = Object.entries(activities as unknown as Record<string, (input: unknown) => Promise<unknown>>);
  const recorded = entries.map(([name, call]) => [name, (input: unknown) => (calls.push(name), call(input))]);
  return Object.fromEntries(recorded) as Activities;
}

async function initiate(act: Activities, project: string): Promise<ServiceRequest> {
  const draft = draftOf(project);
  const { request, problems } = await act.validateRequest({ ...draft, reference: referenceOf(draft.source.key) });
  if (!request) throw new Error(JSON.stringify(problems));
  await mail(act, request, 'received', request.requester);
  return request;
}

function mail(
  act: Activities,
  { reference, project, title }: ServiceRequest,
  what: 'received' | 'choose-resources' | 'decision-needed' | 'ready',
  to: string,
  data: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<void> {
  return act.sendMail({ reference, what, to, data: { project, title, ...data } });
}

async function makeAccounts(act: Activities, request: ServiceRequest): Promise<void> {
  const { reference, project } = request;
  const plan = await act.proposeAccounts(request);
  await act.provisionAccounts({ reference, plan });
  while ((await act.findReplicationGaps(plan)).length > 0) continue;
  const logins = plan.people.flatMap((person) => person.githubLogin ?? []);
  await act.ensureTeam({ reference, project, logins });
  await mail(act, request, 'choose-resources', request.requester, { problems: [] });
}

async function plan(act: Activities, request: ServiceRequest): Promise<PlannedRequest> {
  const selection = selectionOf(request.project);
  const problems = await act.checkSelection({ request, selection });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const selected = { request: { ...request, selection }, selection };
  return { ...selected, plan: await act.planChange(selected) };
}

async function decideAndMerge(act: Activities, key: Secret, planned: PlannedRequest): Promise<string> {
  const { request, plan } = planned;
  const { reference } = request;
  const pullRequest = await act.proposeChange(planned);
  const { number, headSha } = pullRequest;
  const { stages } = await act.assessChange(planned);
  const [stage] = stages;
  if (!stage) throw new Error('The policy demands no stage');
  await act.mirrorApproval({ number, headSha, state: 'pending', description: 'Waiting for lee' });
  const posts = await act.askInSlack({ ...planned, stage, pullRequest, since: new Date().toISOString() });
  await mail(act, request, 'decision-needed', request.lead, { pullRequest: pullRequest.url, specHash: plan.specHash });
  await approve(act, key, planned, stage);
  await act.mirrorApproval({ number, headSha, state: 'success', description: 'Approved: lee' });
  const { mergeSha } = await act.mergePullRequest({ number, headSha, reference, specHash: plan.specHash });
  await act.closeInSlack({ posts, text: 'Approved and merged' });
  return mergeSha;
}

async function approve(
  act: Activities,
  key: Secret,
  { request, plan: { specHash } }: PlannedRequest,
  stage: ApprovalStage,
): Promise<void> {
  const decision = await signDecision(key, approvalOf(request.reference, specHash));
  const judged = await act.judgeDecision({ decision, request, specHash, stage, approved: [] });
  if (!judged.counts) throw new Error(judged.refusal);
}

async function deploy(act: Activities, planned: PlannedRequest, mergeSha: string): Promise<void> {
  const { plan } = planned;
  for (const placement of plan.placements) {
    const { missing } = await act.applyInfrastructure({ ...planned, placement, mergeSha });
    if (missing.length > 0) throw new Error(`${placement.cluster} lacks ${missing.join(', ')}`);
  }
  for (const placement of plan.placements) {
    const { state, message } = await act.awaitPlacement({ plan, placement, mergeSha, budgetSeconds: 60 });
    if (state !== 'ready' && state !== 'superseded') throw new Error(`${placement.cluster}: ${message ?? state}`);
  }
  const faults = await act.smokeCheck(planned);
  if (faults.length > 0) throw new Error(faults.join('; '));
}

async function tellEverybody(act: Activities, { request, plan }: PlannedRequest): Promise<void> {
  const people = [request.requester, request.lead];
  const clusters = plan.placements.map(({ cluster }) => cluster);
  const data = { environment: plan.environment, namespace: plan.environment, clusters, access: clusters };
  for (const to of people) await mail(act, request, 'ready', to, data);
  const { reference } = request;
  await act.announceInSlack({ reference, what: 'ready', text: `${plan.environment} is ready`, people });
}
