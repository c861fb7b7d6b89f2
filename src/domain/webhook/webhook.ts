/*
 * Webhooks: addresses outside that are told how requests go on. Each is of some projects, or of all; which it is and how it
 * stands is known to its workflow.
 */
import { DAY_MS } from '../duration.ts';
import type { RequestKind } from '../request.ts';
import type { Phase } from '../status.ts';
import type { StepName } from '../steps.ts';

export interface Webhook {
  readonly id: string;
  /** Where events are posted. */
  readonly url: string;
  /** Of which it is told; null: of all, and of what is no project's yet. */
  readonly projects: readonly string[] | null;
  /** Directory id of whoever added it. */
  readonly by: string;
  /** ISO 8601: it is told of what happens from then on. */
  readonly at: string;
  /** `failing`: an event was given up, others are still tried; `disabled`: nothing is sent before somebody replays. */
  readonly status: 'active' | 'failing' | 'disabled';
  /** Why it is not active, for people; null while it is. */
  readonly problem: string | null;
  /** How many secrets it has had: its present one is of this number. */
  readonly generation: number;
  /** ISO 8601: until then the secret before counts as well; null when there is none before. */
  readonly formerUntil: string | null;
  /** How many events were dropped although nobody had taken them: too many waited. */
  readonly lost: number;
}

/** What a receiver can be told. */
export const WEBHOOK_EVENTS = [
  'request.requested',
  'request.approval_needed',
  'request.decided',
  'request.needs_person',
  'request.ready',
  'request.removed',
  'request.ended',
] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number];

/** What an event says of its request: names and states, nothing that anybody wrote and nobody's name. */
export interface WebhookFacts {
  readonly reference: string;
  /** Null while it is none's. */
  readonly project: string | null;
  readonly kind: RequestKind | null;
  /** Of the change, once it is planned. */
  readonly environment: string | null;
  readonly phase: Phase;
  readonly step: StepName;
  /** Of `request.approval_needed`: whose turn it is. */
  readonly stage?: string;
  /** Of `request.decided`. */
  readonly verdict?: 'approved' | 'rejected';
}

export interface WebhookEvent {
  /** The same however often it is sent: receivers drop doubles by it. */
  readonly id: string;
  readonly type: WebhookEventType;
  /** ISO 8601: when it happened. */
  readonly at: string;
  readonly facts: WebhookFacts;
}

/** One event on its way to one webhook, as far as its people see it. */
export interface WebhookDelivery {
  readonly event: WebhookEvent;
  readonly state: 'waiting' | 'delivered' | 'given-up';
  /** How often it was tried since it came, or since it was replayed. */
  readonly attempts: number;
  /** ISO 8601: when it is tried next, or was tried last. */
  readonly at: string;
  /** What the last try failed for; null when it did not, or there was none. */
  readonly problem: string | null;
}

/** Whether a webhook is to be told of this event. */
export function isFor({ projects, at }: Pick<Webhook, 'projects' | 'at'>, event: WebhookEvent): boolean {
  const { project } = event.facts;
  return event.at >= at && (projects === null || (project !== null && projects.includes(project)));
}

/** How long a secret still counts once there is a new one. */
export const ROTATION_MS = DAY_MS;

/** The numbers of the secrets that sign at this moment, the present one first. */
export const signingGenerations = (
  { generation, formerUntil }: Pick<Webhook, 'generation' | 'formerUntil'>,
  now: string,
): number[] => (formerUntil !== null && now < formerUntil ? [generation, generation - 1] : [generation]);
