/** Shapes of what the API takes; what it means is judged by intake and the workflow. */
import { z } from 'zod';
import { PROJECT_ROLES } from '../domain/accounts.ts';
import { LONGEST_COMMENT } from '../domain/conversation.ts';
import { LONGEST_REASON, VERDICTS } from '../domain/decision.ts';
import { CLUSTER, REFERENCE, SLUG } from '../domain/naming.ts';
import { REQUEST_KINDS } from '../domain/request.ts';
import { TASK_IDS } from '../domain/status.ts';
import { STEPS } from '../domain/steps.ts';
import { requestSchema } from '../intake/schema.ts';
import { json } from './answers/shape.ts';

const id = z.string().min(1).max(200);
const reason = z.string().trim().min(1).max(LONGEST_REASON);
const slug = z.string().regex(SLUG, '3 to 30 lower-case letters, digits and dashes, starting with a letter');

const newProject = z.strictObject({
  kind: z.literal('create-project').exactOptional(),
  project: z.string(),
  title: z.string().exactOptional(),
  lead: z.string(),
  costCentre: z.string(),
  members: z.array(z.string()).max(100).exactOptional(),
  environments: z.array(z.unknown()).max(20).exactOptional(),
  reason: z.string().exactOptional(),
  /** Mail address of the person it is for; support only. */
  onBehalfOf: z.string().exactOptional(),
});
const decommission = z.strictObject({
  kind: z.literal('decommission'),
  /** `<project>-<stage>` */
  environment: z.string(),
  reason: z.string().exactOptional(),
  onBehalfOf: z.string().exactOptional(),
});

/** A year at most: a token that nobody renews is one that nobody knows of any more. */
export const newServiceToken = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{1,38}$/, 'must be 2 to 39 small letters, digits and dashes'),
    /** For which it acts. */
    projects: z.array(slug).min(1).max(50).exactOptional(),
    /** In place of projects: it reads everything and changes nothing. */
    readsAll: z.literal(true).exactOptional(),
    days: z.int().min(1).max(366),
  })
  .refine(({ projects, readsAll }) => (projects === undefined) === (readsAll === true), {
    path: ['projects'],
    error: 'name projects, or that it reads all: one of the two',
  });

/** Without projects it is of all. */
export const newWebhook = z.strictObject({
  url: z.string().min(1).max(2000),
  projects: z.array(slug).min(1).max(50).exactOptional(),
});
/** By neither: what nobody has taken. */
export const webhookReplay = z
  .strictObject({
    events: z.array(id).min(1).max(100).exactOptional(),
    since: z.iso.datetime({ offset: true }).exactOptional(),
  })
  .refine(({ events, since }) => !(events && since), { path: ['since'], error: 'or events, not both' });

/** A request as sent; without `kind` it is for a project. Its fields are checked by intake, like those of a mail. */
export const newRequest = z.discriminatedUnion('kind', [newProject, decommission]);

const person = z.strictObject({
  mail: z.email(),
  id: z.string().min(1).max(20),
  name: id,
  exists: z.boolean(),
  githubLogin: id.exactOptional(),
});
const group = z.strictObject({
  role: z.enum(PROJECT_ROLES),
  name: id,
  members: z.array(id),
  existing: z.array(id).exactOptional(),
});
const plan = z.strictObject({
  project: slug,
  madeBy: z.string().regex(REFERENCE).exactOptional(),
  people: z.array(person),
  groups: z.array(group),
});

const draft = z.strictObject({
  kind: z.enum(REQUEST_KINDS),
  requester: z.email(),
  project: z.string().max(200).exactOptional(),
  title: z.string().max(200).exactOptional(),
  lead: z.string().max(200).exactOptional(),
  costCentre: z.string().max(50).exactOptional(),
  members: z.array(z.string().max(200)).max(100).exactOptional(),
  environments: z.array(z.unknown()).max(20).exactOptional(),
  environment: z.string().max(200).exactOptional(),
  reason: z.string().max(LONGEST_REASON).exactOptional(),
  text: z.string().max(20_000).exactOptional(),
});

/** By the same rules as in a mail. */
const selection = requestSchema.shape.environments.unwrap().element;
export const selectionBody = z.strictObject({ selection });

const taskId = z.enum(TASK_IDS);
const target = z.union([z.literal('all'), z.string().regex(CLUSTER, 'all, or cluster-<region>-<stage>')]);
export const freeze = z.strictObject({
  target,
  until: z.iso.datetime({ offset: true }),
  reason: z.string().trim().min(3).max(200),
});
export const unfreeze = z.strictObject({ target });

/** A directory id or a mail address. */
const who = z.string().trim().min(1).max(200);
export const absencesQuery = z.strictObject({ person: who.exactOptional() });
export const absence = z.strictObject({
  /** Absent: whoever calls. */
  person: who.exactOptional(),
  /** Absent: now. */
  from: z.iso.datetime({ offset: true }).exactOptional(),
  until: z.iso.datetime({ offset: true }),
  /** Who stands in; null or absent: nobody. */
  delegate: who.nullable().default(null),
  reason: z.string().trim().min(1).max(200).exactOptional(),
});
export const absenceEnd = z.strictObject({ person: who.exactOptional(), id: z.uuid() });

/** Of an incident. */
export const retryAll = z.strictObject({ reason: z.string().trim().min(3).max(500).exactOptional() });

export const claim = z.strictObject({ task: taskId });
export const completion = z.strictObject({ task: taskId, plan: plan.exactOptional(), draft: draft.exactOptional() });
/** What people say about a request. */
export const comment = z.strictObject({ text: z.string().trim().min(1).max(LONGEST_COMMENT) });
export const withdrawal = z.strictObject({ reason: reason.exactOptional() });

/** Without a stage the one is meant whose turn it is. */
const decided = { specHash: z.string().min(1).max(100), stage: z.string().min(1).max(50).exactOptional() };
export const decision = z
  .strictObject({
    ...decided,
    verdict: z.enum(VERDICTS),
    reason: reason.exactOptional(),
  })
  .refine((d) => d.verdict === 'approve' || d.reason !== undefined, { path: ['reason'], error: 'say why' });
export const signalOrder = z.strictObject({
  ...decided,
  verdict: z.enum(['approve', 'reject']),
  reason: reason.exactOptional(),
});

export const repair = z
  .strictObject({
    repair: z.enum(['retry', 'accept', 'skip', 'undo', 'edit']),
    reason: reason.exactOptional(),
    selection: selection.exactOptional(),
    plan: plan.exactOptional(),
  })
  .refine((r) => r.repair === 'retry' || r.repair === 'edit' || r.reason !== undefined, {
    path: ['reason'],
    error: 'say why',
  });

const flag = z.enum(['true', 'false']).default('false');

const limit = z.coerce.number().int().min(1).max(100).describe('How long a page is at most.');
const cursor = z.string().max(2000).exactOptional().describe('Of the page before.');

export const listQuery = z.strictObject({
  project: slug.exactOptional(),
  step: z.enum(STEPS).exactOptional(),
  phase: z
    .string()
    .regex(/^[a-z-]+$/)
    .max(30)
    .exactOptional(),
  /** A directory id, `queue:<name>` or a system. */
  waiting: z
    .string()
    .regex(/^[\w.:@-]+$/)
    .max(100)
    .exactOptional(),
  /** `true`: only what the caller has asked for. */
  mine: flag,
  /** `true`: only what has not ended. */
  open: flag,
  /** Whole, or how it begins. */
  reference: z
    .string()
    .regex(/^BR-[0-9A-Z]{0,10}$/)
    .exactOptional(),
  limit: limit.default(20),
  cursor,
});

export const historyQuery = z.strictObject({ project: slug, limit: limit.default(20), cursor });

export const peopleQuery = z.strictObject({
  search: z.string().trim().min(3).max(64).describe('Parts of a name, or how id or address begin; each word counts.'),
});

/** This month and so many in all. */
export const flowQuery = z.strictObject({ months: z.coerce.number().int().min(1).max(12).default(3) });

/** `after`: the number after which lines of the record are wanted. */
export const auditQuery = z.strictObject({ after: z.coerce.number().int().min(0).default(0) });

/** What a policy would say to another input: path in it to value. */
export const policyQuestion = z.strictObject({
  whatIf: z.record(z.string().max(100), json).default({}),
});

export const tasksQuery = z.strictObject({
  scope: z.enum(['mine', 'queue']).default('mine').describe('`queue`: of the queues that you serve.'),
  limit: limit.default(100),
  cursor,
});

export const previewQuery = z.strictObject({
  /** `true`: with the contents of the files. */
  contents: z.enum(['true', 'false']).default('false'),
});
