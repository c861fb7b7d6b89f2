import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { RequestInput, RequestKind } from '../domain/request.ts';
import type { RequestStatus } from '../domain/status.ts';
import { STEPS, type StepName } from '../domain/steps.ts';
import { closeBooks, endRequest } from './ending.ts';
import { handOver } from './hand-over.ts';
import { setHandlers } from './handlers.ts';
import { leaveIncident } from './incidents.ts';
import { checkedInput } from './input.ts';
import { GoBack, type Lifecycle, newLifecycle, StepSkipped } from './lifecycle.ts';
import { askAnew } from './question.ts';
import { clearAway } from './removal/clear-away.ts';
import { endEnvironment } from './removal/lock.ts';
import { decideRemoval, initiateRemoval, leaveAccounts, proposeRemoval, selectNothing } from './removal/steps.ts';
import { takeDown } from './removal/take-down.ts';
import { initiateRequest } from './steps/1-request-initiation.ts';
import { provisionAccounts } from './steps/2-account-provisioning.ts';
import { selectResources } from './steps/3-resource-selection.ts';
import { openPullRequest } from './steps/4-git-pr-creation.ts';
import { decide } from './steps/5-approval-workflow.ts';
import { automateInfrastructure } from './steps/6-infra-automation.ts';
import { deployResources } from './steps/7-resource-deployment.ts';
import { notify, notifyRemoved } from './steps/8-notification.ts';
import { stepEnded, stepStarted, transition } from './transitions.ts';

interface Step {
  readonly name: StepName;
  readonly run: (life: Lifecycle) => Promise<void>;
}

/** The life of a request. A step may send it back to an earlier one; nothing jumps ahead. */
const LIFECYCLE: readonly Step[] = [
  { name: 'REQUEST_INITIATION', run: initiateRequest },
  { name: 'ACCOUNT_PROVISIONING', run: provisionAccounts },
  { name: 'RESOURCE_SELECTION', run: selectResources },
  { name: 'GIT_PR_CREATION', run: openPullRequest },
  { name: 'APPROVAL_WORKFLOW', run: decide },
  { name: 'INFRA_AUTOMATION', run: automateInfrastructure },
  { name: 'RESOURCE_DEPLOYMENT', run: deployResources },
  { name: 'NOTIFICATION', run: notify },
];

/** The same steps for taking an environment away. */
const REMOVAL: readonly Step[] = [
  { name: 'REQUEST_INITIATION', run: initiateRemoval },
  { name: 'ACCOUNT_PROVISIONING', run: leaveAccounts },
  { name: 'RESOURCE_SELECTION', run: selectNothing },
  { name: 'GIT_PR_CREATION', run: proposeRemoval },
  { name: 'APPROVAL_WORKFLOW', run: decideRemoval },
  { name: 'INFRA_AUTOMATION', run: takeDown },
  { name: 'RESOURCE_DEPLOYMENT', run: clearAway },
  { name: 'NOTIFICATION', run: notifyRemoved },
];

/** What each kind of request runs through, and how it ends well. */
const KINDS: Readonly<Record<RequestKind, { steps: readonly Step[]; finish: (life: Lifecycle) => Promise<void> }>> = {
  'create-project': { steps: LIFECYCLE, finish: handOver },
  decommission: { steps: REMOVAL, finish: endEnvironment },
};

/** One request, from its first message to its last: ready, or ended with what was undone and what was left. */
export async function requestLifecycle(raw: RequestInput): Promise<RequestStatus> {
  const life = newLifecycle(checkedInput(raw));
  setHandlers(life);
  const { steps, finish } = KINDS[life.input.draft.kind];
  try {
    await runSteps(life, steps);
    await finish(life);
  } catch (error) {
    await endRequest(life, error);
  }
  await closeBooks(life);
  await condition(allHandlersFinished);
  return life.status;
}

async function runSteps(life: Lifecycle, steps: readonly Step[]): Promise<void> {
  for (let at = 0; at < steps.length; ) {
    const back = await runStep(life, steps[at] as Step);
    at = back ? steps.findIndex((step) => step.name === back) : at + 1;
  }
}

/** Runs one step; returns the step to go back to, if it says so. */
async function runStep(life: Lifecycle, step: Step): Promise<StepName | undefined> {
  stepStarted(life, step.name);
  // Whatever failed before it has come past.
  leaveIncident(life);
  try {
    await step.run(life);
    stepEnded(life, step.name, 'done');
    return undefined;
  } catch (error) {
    if (error instanceof StepSkipped) stepEnded(life, step.name, 'skipped', `Skipped: ${error.message}`);
    else if (error instanceof GoBack) return goBack(life, error);
    else throw error;
    return undefined;
  }
}

/** Everything from the step gone back to is to be done again; what counts of the decisions, step 4 tells by what they are bound to. */
function goBack(life: Lifecycle, { step, message, keepsDecisions }: GoBack): StepName {
  if (!keepsDecisions) askAnew(life, message);
  const from = STEPS.indexOf(step);
  const steps = life.status.steps.map((s, i) => (i < from ? s : { name: s.name, status: 'pending' as const }));
  transition(life, { steps }, message);
  return step;
}
