import { z } from 'zod';
import { type AccountPlan, PROJECT_ROLES } from '../../domain/accounts.ts';
import type { Amounts } from '../../domain/amounts.ts';
import type { BudgetShare } from '../../domain/budget-share.ts';
import { type ChangePlan, type Cost, EXECUTORS, type Placement, type PullRequest } from '../../domain/change.ts';
import type { Claim } from '../../domain/claim.ts';
import { CHANNELS, type Problem, REQUEST_KINDS, type RequestDraft, type ServiceRequest } from '../../domain/request.ts';
import { type Selection, SIZES, STAGES } from '../../domain/selection.ts';
import type { Usage } from '../../domain/usage.ts';
import { json, reference, shapeOf, text, texts, time } from './shape.ts';

export const problem = shapeOf<Problem>()('Problem', z.strictObject({ where: text, what: text, mend: text }));

const channel = z.enum(CHANNELS);
const kind = z.enum(REQUEST_KINDS);

export const picked = {
  stage: z.enum(STAGES),
  regions: texts,
  size: z.enum(SIZES),
  items: z.array(z.strictObject({ item: text, parameters: z.record(z.string(), json) })),
};
export const selection = shapeOf<Selection>()('Selection', z.strictObject(picked));

export const accountPlan = shapeOf<AccountPlan>()(
  'AccountPlan',
  z.strictObject({
    project: text,
    madeBy: reference.exactOptional(),
    people: z.array(
      z.strictObject({ mail: text, id: text, name: text, exists: z.boolean(), githubLogin: text.exactOptional() }),
    ),
    groups: z.array(
      z.strictObject({
        role: z.enum(PROJECT_ROLES),
        name: text,
        members: texts,
        existing: texts.exactOptional(),
      }),
    ),
  }),
);

export const requestDraft = shapeOf<RequestDraft>()(
  'RequestDraft',
  z.strictObject({
    kind,
    requester: text,
    project: text.exactOptional(),
    title: text.exactOptional(),
    lead: text.exactOptional(),
    costCentre: text.exactOptional(),
    members: texts.exactOptional(),
    environments: z.array(z.unknown()).exactOptional(),
    environment: text.exactOptional(),
    reason: text.exactOptional(),
    text: text.exactOptional(),
    problems: z.array(problem).exactOptional(),
  }),
);

export const serviceRequest = shapeOf<ServiceRequest>()(
  'ServiceRequest',
  z.strictObject({
    reference,
    kind,
    source: z.strictObject({
      channel,
      key: text,
      messageId: text.exactOptional(),
      receivedAt: time,
      startedBy: text.exactOptional(),
      editedBy: texts.exactOptional(),
    }),
    requester: text,
    lead: text,
    requesterId: text,
    leadId: text,
    members: texts,
    project: text,
    title: text,
    costCentre: text,
    reason: text,
    selection: selection.exactOptional(),
    removes: z.strictObject({ environment: text, madeBy: text, data: texts }).exactOptional(),
  }),
);

export const placement = shapeOf<Placement>()(
  'Placement',
  z.strictObject({
    cluster: text,
    environment: text,
    executor: z.enum(EXECUTORS),
  }),
);

export const cost = shapeOf<Cost>()(
  'Cost',
  z.strictObject({ currency: text, before: z.number(), after: z.number(), delta: z.number(), priceBook: text }),
);

export const share = {
  owner: z.strictObject({ kind: z.enum(['cluster', 'cost-centre', 'organisation', 'project']), name: text }),
  currency: text,
  limit: z.number(),
  warnAt: z.number(),
  standing: z.number(),
  reserved: z.number().exactOptional(),
  wanted: z.number(),
};
const budgetShare = shapeOf<BudgetShare>()('BudgetShare', z.strictObject(share));

export const amounts = shapeOf<Amounts>()(
  'Amounts',
  z.strictObject({ cpu: z.number(), memoryGiB: z.number(), storageGiB: z.number() }),
);
const claim = shapeOf<Claim>()(
  'Claim',
  z.strictObject({
    book: text,
    load: z.strictObject({ milliCpu: z.int(), memoryMiB: z.int(), storageMiB: z.int(), cents: z.int() }),
  }),
);

const measured = z.strictObject({ used: z.number(), limit: z.number() });
export const usage = shapeOf<Usage>()(
  'Usage',
  z.strictObject({ quotas: z.int(), cpu: measured, memoryGiB: measured, storageGiB: measured }),
);

export const changePlan = shapeOf<ChangePlan>()(
  'ChangePlan',
  z.strictObject({
    baseSha: text,
    specHash: text,
    contentHash: text,
    environment: text,
    paths: texts,
    placements: z.array(placement),
    cost,
    leaseEnd: text.exactOptional(),
    claims: z.array(claim).exactOptional(),
    budgets: z.array(budgetShare).exactOptional(),
    usage: usage.exactOptional(),
  }),
);

export const pullRequest = shapeOf<PullRequest>()(
  'PullRequest',
  z.strictObject({ number: z.int(), url: text, branch: text, headSha: text }),
);
