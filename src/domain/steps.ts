/** The eight steps of a request, in the order in which they run. */
export const STEPS = [
  'REQUEST_INITIATION',
  'ACCOUNT_PROVISIONING',
  'RESOURCE_SELECTION',
  'GIT_PR_CREATION',
  'APPROVAL_WORKFLOW',
  'INFRA_AUTOMATION',
  'RESOURCE_DEPLOYMENT',
  'NOTIFICATION',
] as const;

export type StepName = (typeof STEPS)[number];

/** What a person calls a step. */
export const STEP_TITLES: Readonly<Record<StepName, string>> = {
  REQUEST_INITIATION: 'Request',
  ACCOUNT_PROVISIONING: 'Accounts',
  RESOURCE_SELECTION: 'Selection',
  GIT_PR_CREATION: 'Pull request',
  APPROVAL_WORKFLOW: 'Approval',
  INFRA_AUTOMATION: 'Infrastructure',
  RESOURCE_DEPLOYMENT: 'Deployment',
  NOTIFICATION: 'Notification',
};

/** Steps that may be skipped with a reason: what they do can be done by hand and is proven by reading, or is a message. */
export const SKIPPABLE_STEPS: readonly StepName[] = ['INFRA_AUTOMATION', 'NOTIFICATION'];
