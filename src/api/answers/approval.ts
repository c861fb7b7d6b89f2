import { z } from 'zod';
import type { ApprovalStage, PolicyVerdict } from '../../domain/approval.ts';
import { type JudgedDecision, VERDICTS } from '../../domain/decision.ts';
import type { OpenQuestion } from '../../domain/decision-facts.ts';
import { ASPECTS, type Denial, type PolicyInput } from '../../domain/policy.ts';
import type { ExplainedAssessment } from '../../domain/policy-text.ts';
import { CHANNELS, REQUEST_KINDS } from '../../domain/request.ts';
import { SIZES } from '../../domain/selection.ts';
import type { PolicyExplanation } from '../../intake/explain-policy.ts';
import type { PlainDecision } from '../../workflows/messages.ts';
import { cost, picked, placement, share, usage } from './change.ts';
import { json, pair, reference, shapeOf, text, texts, time } from './shape.ts';

const about = z.array(z.enum(ASPECTS));
const mode = z.enum(['all', 'any', 'n-of']);

/** What the ledger keeps of a stage as well. */
export const demanded = { name: text, mode, count: z.int(), about, why: text };
export const approvalStage = shapeOf<ApprovalStage>()(
  'ApprovalStage',
  z.strictObject({
    ...demanded,
    onExpiry: z.enum(['deny', 'park']),
    mayDelegate: z.boolean(),
    parties: z.array(z.strictObject({ role: text, people: texts })),
    approvers: texts,
    delegates: z.array(z.strictObject({ person: text, for: text, until: time })).exactOptional(),
    deadline: text.exactOptional(),
    binding: text,
  }),
);

export const autoApproval = z.strictObject({ rule: text, evidence: texts }).nullable();
const version = { engine: z.enum(['embedded', 'opa']), version: text, inputDigest: text };
export const policyVerdict = shapeOf<PolicyVerdict>()('PolicyVerdict', z.strictObject({ ...version, autoApproval }));

export const verdict = z.enum(VERDICTS);
export const doors = z.enum(['api', 'cli', 'portal', 'slack', 'github', 'mail', 'signal', 'policy']);
const said = {
  id: text,
  person: text,
  specHash: text,
  stage: text,
  reason: text.exactOptional(),
  expires: time,
};
export const judgedDecision = shapeOf<JudgedDecision>()(
  'JudgedDecision',
  z.strictObject({
    decision: z.strictObject({ ...said, reference, verdict, channel: doors }),
    counts: z.boolean(),
    refusal: text.exactOptional(),
    unproven: z.boolean().exactOptional(),
    seat: text.exactOptional(),
    speaksFor: texts.exactOptional(),
    binding: text.exactOptional(),
    at: time,
  }),
);

export const openQuestion = shapeOf<OpenQuestion>()(
  'OpenQuestion',
  z.strictObject({
    reference,
    specHash: text,
    facts: z.array(pair),
    stage: z.strictObject({ name: text, approved: texts, missing: text }),
    notYours: text.exactOptional(),
  }),
);

/** A decision on its way: whether it counts is in the status. */
export const takenDecision = z.strictObject({ reference, accepted: z.literal(true), decision: text, stage: text });

const plainDecision = shapeOf<PlainDecision>()(
  'PlainDecision',
  z.strictObject({
    person: text,
    id: text.exactOptional(),
    specHash: text.exactOptional(),
    stage: text.exactOptional(),
    reason: text.exactOptional(),
    expires: time.exactOptional(),
    token: text.exactOptional(),
  }),
);
/** What `temporal workflow signal` needs for it. */
export const signalLine = z.strictObject({
  namespace: text,
  workflowId: text,
  name: z.enum(['approve', 'reject']),
  input: plainDecision,
});

const policyInput = shapeOf<PolicyInput>()(
  'PolicyInput',
  z.strictObject({
    request: z.strictObject({
      reference,
      kind: z.enum(REQUEST_KINDS),
      channel: z.enum(CHANNELS),
      project: text,
      costCentre: text,
      reason: text,
    }),
    requester: z.strictObject({ id: text, groups: texts }),
    change: z.strictObject({
      ...picked,
      environment: text,
      specHash: text,
      paths: texts,
      placements: z.array(placement),
      loses: texts.exactOptional(),
    }),
    cost,
    budgets: z.array(z.strictObject({ ...share, share: z.number() })),
    history: z.strictObject({ previousSize: z.enum(SIZES).nullable(), environments: z.int() }),
    usage: usage.nullable(),
    settings: z.record(z.string(), json),
    now: time,
  }),
);
export const denial = shapeOf<Denial>()('Denial', z.strictObject({ rule: text, reason: text, mend: text }));
const assessment = shapeOf<ExplainedAssessment>()(
  'ExplainedAssessment',
  z.strictObject({
    policy: z.strictObject(version),
    input: policyInput,
    stages: z.array(approvalStage),
    autoApproval,
    denials: z.array(denial),
    barred: texts.exactOptional(),
    undecidable: texts,
  }),
);
export const policyExplanation = shapeOf<PolicyExplanation>()(
  'PolicyExplanation',
  z.strictObject({
    reference,
    nothing: text.exactOptional(),
    now: assessment.exactOptional(),
    whatIf: z.strictObject({ outcome: assessment, changes: texts }).exactOptional(),
  }),
);
