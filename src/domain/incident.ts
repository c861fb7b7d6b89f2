/*
 * Incidents: requests that need an operator for one cause, told as one. What is one cause is decided here, by the words of
 * the failure without what is the single request's own.
 */
import { whoActs } from './failures.ts';
import { oneLine } from './one-line.ts';
import type { RequestDraft } from './request.ts';
import type { RequestStatus } from './status.ts';
import type { StepName } from './steps.ts';

/** What requests have in common when one mend helps all of them. */
export interface Cause {
  /** Failure type. */
  readonly type: string;
  /** What was called, in a person's words: `GitHub`. */
  readonly system: string;
  /** The failure's words without what differs from request to request. */
  readonly words: string;
}

export interface IncidentMember {
  readonly reference: string;
  /** Its project; empty while that is not known. */
  readonly project: string;
  readonly step: StepName;
  /** ISO 8601: since when it needs somebody. */
  readonly since: string;
  /** ISO 8601: when it is undone, if nobody acts; of one that tries itself when operators are asked, or it tries next. */
  readonly due: string;
  /** It goes on trying by itself, and there is nothing to repair before `due`; absent: it needs somebody. */
  readonly triesItself?: true;
  /** True once somebody had it tried again, until it has failed again or is done. */
  readonly triedAgain: boolean;
}

/** Somebody having all of it tried again. */
export interface RetryAll {
  /** Directory id. */
  readonly by: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
  /** How many requests it is about. */
  readonly asked: number;
  /** Those that have taken it in. */
  readonly taken: number;
  /** Those that could not be told, or had nothing to repair any more. */
  readonly refused: number;
}

export interface Incident {
  readonly key: string;
  readonly type: string;
  readonly system: string;
  /** The first failure, in its own words. */
  readonly problem: string;
  /** ISO 8601. */
  readonly since: string;
  /** Those that are stuck, or tried again after they were. */
  readonly members: readonly IncidentMember[];
  /** How many have been in it so far. */
  readonly total: number;
  /** The last time, if anybody did. */
  readonly retry: RetryAll | null;
}

/** What a list shows of an incident. */
export type IncidentSummary = Omit<Incident, 'members'> & { readonly count: number };

export const summaryOf = ({ members, ...incident }: Incident): IncidentSummary => ({
  ...incident,
  count: members.length,
});

/** Failures about what one request alone holds or is: no mend of one helps another, and each is to be looked at. */
const OF_ONE_REQUEST: readonly string[] = ['UnapprovedMerge', 'PlanDiffers', 'Undecided', 'NameTaken', 'MergeConflict'];

/** Whether requests may share the cause of such a failure: operators', and not about one request alone. */
export const isShared = (type: string): boolean =>
  ['operator', 'nobody'].includes(whoActs(type)) && !OF_ONE_REQUEST.includes(type);

/** Longest that a problem may get, in characters. */
const LONGEST_PROBLEM = 500;

/** A failure's words as an incident keeps them. */
export const problemOf = (message: string): string => oneLine(message, LONGEST_PROBLEM);

/** The cause of a failure of this request. */
export function causeOf(
  { type, message }: { readonly type: string; readonly message: string },
  system: string,
  own: readonly string[],
): Cause {
  const words = PATTERNS.reduce((text, [pattern, by]) => text.replace(pattern, by), withoutOwn(message, own));
  return { type, system, words: oneLine(words.toLowerCase(), LONGEST_PROBLEM) };
}

/**
 * What differs from one failure to the next although the cause is one. A number stays where it says more than how many:
 * in an address, a version, a name, and as an answer of HTTP.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<address>'],
  [/\bBR-[0-9A-HJKMNP-TV-Z]{10}\b/g, '<request>'],
  [/\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/g, '<time>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}\b/gi, '<id>'],
  [/(?<![\w.:/-])(?![45]\d\d\b)\d+(?![\w:/-]|\.\d)/g, '<n>'],
];

const LETTER = '[\\p{L}\\p{N}]';

/** Longer words first: a project's name is part of its environment's. */
function withoutOwn(message: string, own: readonly string[]): string {
  const words = own.filter((word) => word.length > 1).toSorted((a, b) => b.length - a.length);
  if (words.length === 0) return message;
  const any = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return message.replace(new RegExp(`(?<!${LETTER})(?:${any})(?!${LETTER})`, 'giu'), '<own>');
}

/** Names by which a failure may call what is this request's own: also as it was asked for, before it is checked. */
export function ownWords(
  { reference, requester, request, plan, pullRequest }: RequestStatus,
  draft: RequestDraft,
): string[] {
  const words = [
    reference,
    requester,
    draft.project,
    draft.title,
    draft.lead,
    draft.costCentre,
    draft.environment,
    ...(draft.members ?? []),
    request?.requester,
    request?.requesterId,
    request?.lead,
    request?.leadId,
    request?.project,
    request?.title,
    request?.costCentre,
    plan?.environment,
    plan?.specHash,
    pullRequest?.headSha,
    ...(request?.members ?? []),
  ];
  return words.filter((word): word is string => word !== undefined && word !== '');
}

/** With this request among its members: once, however often it is told. */
export function withMember(incident: Incident, member: Omit<IncidentMember, 'triedAgain'>): Incident {
  const others = incident.members.filter(({ reference }) => reference !== member.reference);
  const isNew = others.length === incident.members.length;
  return {
    ...incident,
    members: [...others, { ...member, triedAgain: false }],
    total: incident.total + (isNew ? 1 : 0),
  };
}

/** Without these requests, which are done or gone. */
export const withoutMembers = (incident: Incident, gone: readonly string[]): Incident => ({
  ...incident,
  members: incident.members.filter(({ reference }) => !gone.includes(reference)),
});

/** Whether it waits for somebody, and for nothing else. */
export const isStuck = ({ triedAgain, triesItself }: IncidentMember): boolean => !triedAgain && !triesItself;

/** Those that nobody has had tried again since they failed last, oldest first. */
export const stuckIn = ({ members }: Incident): string[] =>
  members
    .filter(isStuck)
    .toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since))
    .map(({ reference }) => reference);

/** What came of telling some members to try again. */
export interface RetryOutcome {
  /** They try again. */
  readonly taken: readonly string[];
  /** They had nothing to repair any more: somebody was faster. */
  readonly refused: readonly string[];
  /** They have ended. */
  readonly gone: readonly string[];
}

/** With these members being tried again, or stuck as before. */
export const withTried = (incident: Incident, tried: readonly string[], triedAgain: boolean): Incident => ({
  ...incident,
  members: incident.members.map((one) => (tried.includes(one.reference) ? { ...one, triedAgain } : one)),
});

/** With what came of it. Members that have failed again meanwhile have said so themselves. */
export function afterRetry(incident: Incident, { taken, refused, gone }: RetryOutcome): Incident {
  const { retry } = incident;
  const counted = retry && {
    ...retry,
    taken: retry.taken + taken.length,
    refused: retry.refused + refused.length + gone.length,
  };
  return withoutMembers({ ...incident, retry: counted }, gone);
}
