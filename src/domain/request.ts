import type { Selection } from './selection.ts';

/** How long what people write in a request may be, in characters, and how much of each there may be. */
export const REQUEST_LIMITS = { title: 100, reason: 4000, members: 100, items: 50 } as const;

/** Doors through which requests come. */
export const CHANNELS = ['mail', 'api', 'cli', 'temporal'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Where a request came from; `key` makes the same message the same request. */
export interface Source {
  readonly channel: Channel;
  /** Mailbox and Message-ID, or the caller's idempotency key. */
  readonly key: string;
  /** Message-ID to thread our answers onto, when it came by mail. */
  readonly messageId?: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** Mail address or directory id of whoever started it, when not the requester (support). */
  readonly startedBy?: string;
  /** Directory ids of all who completed what was missing or edited what was picked: they do not decide about it either. */
  readonly editedBy?: readonly string[];
}

/** The source with one more editor; nobody is forgotten, nobody stands there twice. */
export function withEditor(source: Source, person: string): Source {
  const { editedBy = [] } = source;
  return editedBy.includes(person) ? source : { ...source, editedBy: [...editedBy, person] };
}

/** How far the sender of a request is proven. */
export type SenderProof = 'proven' | 'unproven';

/** What can be asked for. */
export const REQUEST_KINDS = ['create-project', 'decommission'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** What intake understood, before anything is checked. Free text leaves most of it empty. */
export interface RequestDraft {
  readonly kind: RequestKind;
  readonly requester: string;
  readonly project?: string;
  readonly title?: string;
  readonly lead?: string;
  readonly costCentre?: string;
  /** Mail addresses of developers beside the requester. */
  readonly members?: readonly string[];
  /** Raw, as written; checked when the request is validated. */
  readonly environments?: readonly unknown[];
  /** For a decommission: what is to go, `<project>-<stage>`. */
  readonly environment?: string;
  readonly reason?: string;
  /** What was written, capped; shown to support when the draft is incomplete. */
  readonly text?: string;
  /** What could not be read, found while reading; whoever completes the draft leaves it out. */
  readonly problems?: readonly Problem[];
}

/** The input of the request workflow: all a start needs to be the same request every time. */
export interface RequestInput {
  readonly reference: string;
  readonly source: Source;
  readonly senderProof: SenderProof;
  readonly draft: RequestDraft;
}

/** A person as the directory knows them. */
export interface Person {
  /** sAMAccountName; the one id used across channels. */
  readonly id: string;
  readonly name: string;
  readonly mail: string;
  readonly githubLogin?: string;
  /** Ids of others who answer to one of their names, where that was asked: nobody can tell them apart. */
  readonly sharesWith?: readonly string[];
}

/** One validated request: immutable, handed whole to every step. */
export interface ServiceRequest {
  readonly reference: string;
  readonly kind: RequestKind;
  readonly source: Source;
  /** Mail addresses, lower case. */
  readonly requester: string;
  readonly lead: string;
  /** The same two by their directory ids. */
  readonly requesterId: string;
  readonly leadId: string;
  readonly members: readonly string[];
  readonly project: string;
  readonly title: string;
  readonly costCentre: string;
  readonly reason: string;
  /** Absent when the requester is still to choose (step 3); of a decommission, what stands. */
  readonly selection?: Selection;
  /** What a decommission takes away; no other kind has it. */
  readonly removes?: Removal;
}

/** One environment that is to go, as the fleet knew it when its removal was asked for. */
export interface Removal {
  readonly environment: string;
  /** Reference of the request that made it. */
  readonly madeBy: string;
  /** Items that hold data, which goes with them; for the question to whoever decides. */
  readonly data: readonly string[];
}

/** The removal of a request whose kind has one. @throws Error for any other, which is a bug. */
export function removalOf({ removes, reference }: ServiceRequest): Removal {
  if (!removes) throw new Error(`${reference} removes nothing`);
  return removes;
}

/** In words, for whoever decides: what cannot be had back. */
export function describeLoss({ environment, data }: Removal): string {
  if (data.length === 0) return `This removes ${environment}; none of its items holds data`;
  return `This removes ${environment} and its data, for good: ${data.join(', ')}`;
}

/** True for whoever asked for it, or started it for somebody: they settle nothing about it. `person` is a directory id. */
export function asksFor({ requesterId, source }: ServiceRequest, person: string): boolean {
  return [requesterId, source.startedBy].some((name) => name?.toLowerCase() === person.toLowerCase());
}

/** A request and what people picked for it. */
export interface SelectedRequest {
  readonly request: ServiceRequest;
  readonly selection: Selection;
}

/** Something wrong with what a person sent: where, what, and how to mend it. */
export interface Problem {
  /** Path in what was sent, e.g. `environments[0].size`. */
  readonly where: string;
  readonly what: string;
  readonly mend: string;
}
