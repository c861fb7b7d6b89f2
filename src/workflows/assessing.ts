/* The policy asked about the change: before people are asked, and once more before the merge. */

import type { Assessment } from '../domain/approval.ts';
import { describeDifference, isSameOutcome } from '../domain/approval-diff.ts';
import type { ChangePlan } from '../domain/change.ts';
import { hasApprovals, isApproved, settle, standInsOf } from './approvals.ts';
import { audit } from './audit.ts';
import { showRefused } from './check.ts';
import { catalogue, policies } from './gateways.ts';
import { insist } from './insist.ts';
import { GoBack, type Lifecycle, planOf, RequestEnded, requestOf, selectedOf } from './lifecycle.ts';
import { beside, mail } from './notify.ts';
import { readPullRequest } from './pull-request.ts';
import { tellVoided } from './question.ts';
import { asReserved } from './room.ts';
import { transition } from './transitions.ts';

/** Renders and prices the change on main as it is now. */
export const planChange = (life: Lifecycle): Promise<ChangePlan> =>
  insist(life, 'the fleet repository', () => catalogue.planChange(selectedOf(life)));

/**
 * Asks the policy about a change.
 * @throws GoBack to the selection when it is denied; RequestEnded of a removal.
 */
export async function assess(life: Lifecycle, plan: ChangePlan): Promise<Assessment> {
  const assessment = await insist(life, 'the approval policy', () =>
    policies.assessChange({ ...selectedOf(life), plan, ...standInsOf(life) }),
  );
  enter(life, plan, assessment);
  if (assessment.denials.length > 0) await refuse(life, assessment);
  return assessment;
}

function enter(life: Lifecycle, { specHash }: ChangePlan, { policy, stages, autoApproval, denials }: Assessment): void {
  const demanded = stages.map(({ name, count, approvers }) => ({ name, count, approvers }));
  const what = `The policy ${policy.version} answered`;
  audit(life, {
    kind: 'policy',
    by: 'policy',
    what,
    facts: { ...policy, specHash, stages: demanded, autoApproval, denials },
  });
}

/** Whoever asked hears why it may not be, and how to mend that. */
async function refuse(life: Lifecycle, { denials, policy }: Assessment): Promise<never> {
  const reason = denials.map(({ reason: what, mend }) => `${what} ${mend}`).join(' ');
  const message = `Denied by policy: ${reason}`;
  if (life.status.pullRequest) await showRefused(life, message);
  const { selection: _, ...request } = requestOf(life);
  // Nothing was picked for a removal: there is nothing to mend.
  if (request.removes) throw new RequestEnded('rejected', message);
  transition(life, { request });
  const facts = { person: `The approval policy (${policy.version})`, reason };
  beside(life, mail(life, 'changes-requested', request.requester, facts));
  throw new GoBack('RESOURCE_SELECTION', message, { keepsDecisions: true });
}

const SAME_WORDS = 'the policy demands something else than before';

/** Takes a change and what is demanded of it over; what no longer counts is void, and its people are told what changed. */
export function takeOver(life: Lifecycle, plan: ChangePlan, assessment: Assessment): void {
  const { status, assessment: before } = life;
  const changed =
    status.plan && before ? describeDifference({ plan: status.plan, assessment: before }, { plan, assessment }) : [];
  transition(life, { plan });
  tellVoided(life, settle(life, assessment, changed.join('; ') || SAME_WORDS));
}

/**
 * Looks once more, with main, prices, policy and groups as they are now. False when somebody's approval no longer counts:
 * then people are asked again.
 * @throws GoBack when the change or what is demanded of it has become another.
 */
export async function stillHolds(life: Lifecycle): Promise<boolean> {
  if (life.inbox.githubHint && (await readPullRequest(life)).state === 'merged') return isApproved(life);
  const before = { plan: planOf(life), assessment: life.assessment as Assessment };
  const plan = asReserved(await planChange(life), before.plan);
  const assessment = await assess(life, plan);
  if (!isSameOutcome(before, { plan, assessment })) {
    const changed = describeDifference(before, { plan, assessment }).join('; ') || SAME_WORDS;
    throw new GoBack('GIT_PR_CREATION', `Looked at once more before the merge: ${changed}`, { keepsDecisions: true });
  }
  tellVoided(life, settle(life, assessment, SAME_WORDS));
  return isApproved(life);
}

/** True when what was planned of the infrastructure was approved with content that is still the same. */
export const keepsPlans = (life: Lifecycle, seen: ChangePlan | null): boolean =>
  seen?.contentHash === planOf(life).contentHash && hasApprovals(life);
