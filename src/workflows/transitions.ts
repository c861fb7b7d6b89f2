/*
 * The only place where a request's status changes and becomes visible. Query, memo, search attributes and Temporal
 * UI's current details all derive from the one status, so they never disagree.
 */
import { defineSearchAttributeKey, type SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { SEARCH_ATTRIBUTES, type SearchAttributeName } from '../domain/search-attributes.ts';
import type { RequestStatus, TimelineEntry } from '../domain/status.ts';
import { describeStatus } from '../domain/status-text.ts';
import type { StepName } from '../domain/steps.ts';
import type { Lifecycle } from './lifecycle.ts';
import { STATUS_MEMO } from './messages.ts';

const now = () => new Date().toISOString();

/** Changes the status and, when told a text, adds a line to the request's story. */
export function transition(
  life: Lifecycle,
  change: Partial<RequestStatus>,
  text?: string,
  who?: string,
  more: Pick<TimelineEntry, 'comment'> = {},
): void {
  Object.assign(life.status, change, { updatedAt: now() });
  if (text) life.timeline.push({ at: now(), step: life.status.step, text, ...(who ? { who } : {}), ...more });
}

export function stepStarted(life: Lifecycle, step: StepName): void {
  const state = life.status.steps.find((s) => s.name === step);
  if (state) Object.assign(state, { status: 'running', startedAt: state.startedAt ?? now() });
  transition(life, { step, phase: 'running', waitingOn: null });
}

export function stepEnded(life: Lifecycle, step: StepName, status: 'done' | 'skipped' | 'failed', note?: string): void {
  const state = life.status.steps.find((s) => s.name === step);
  if (state) Object.assign(state, { status, endedAt: now() }, note ? { note } : {});
  transition(life, {}, note);
}

/**
 * Makes the status visible everywhere; called wherever the workflow is about to wait. Only when the answer to "where
 * is it and who is it waiting for?" has changed, or somebody could not be told: each time costs history.
 */
export function publish(life: Lifecycle): void {
  const { step, phase, waitingOn, task, failure, deliveries } = life.status;
  const untold = deliveries.filter(({ outcome }) => outcome === 'failed').length;
  const headline = JSON.stringify([step, phase, waitingOn, task, failure, untold]);
  if (headline === life.published.headline) return;
  life.published.headline = headline;
  publishWhole(life);
}

/** Makes the status visible whatever has changed; for the end, after which nothing more is published. */
export function publishWhole(life: Lifecycle): void {
  upsertMemo({ [STATUS_MEMO]: life.status });
  setCurrentDetails(describeStatus(life.status));
  const changed = searchAttributes(life.status).filter(([name, value]) => differs(life, name, value));
  if (changed.length > 0) upsertSearchAttributes(changed.map(toPair));
}

type AttributeValue = string | number | Date | string[] | null;

function differs(life: Lifecycle, name: SearchAttributeName, value: AttributeValue): boolean {
  const text = JSON.stringify(value);
  if ((life.published.attributes[name] ?? 'null') === text) return false;
  life.published.attributes[name] = text;
  return true;
}

/** The kinds in `SEARCH_ATTRIBUTES` and the values below agree by name; the SDK checks each value when it is sent. */
function toPair([name, value]: [SearchAttributeName, AttributeValue]): SearchAttributeUpdatePair {
  return { key: defineSearchAttributeKey(name, SEARCH_ATTRIBUTES[name]), value } as SearchAttributeUpdatePair;
}

function searchAttributes(status: RequestStatus): [SearchAttributeName, AttributeValue][] {
  const { waitingOn, request, plan } = status;
  return [
    ['BerthStep', status.step],
    ['BerthPhase', status.phase],
    ['BerthWaitingKind', waitingOn?.kind ?? null],
    ['BerthWaitingWho', waitingOn ? [...waitingOn.who] : null],
    ['BerthDue', waitingOn ? new Date(waitingOn.deadline) : null],
    ['BerthProject', request?.project ?? null],
    ['BerthRequester', request?.requesterId ?? null],
    ['BerthCluster', plan ? plan.placements.map((p) => p.cluster) : null],
    ['BerthCost', plan?.cost.after ?? null],
    ['BerthCause', status.failure?.type ?? null],
    ['BerthLeaseEnd', plan?.leaseEnd ? new Date(plan.leaseEnd) : null],
  ];
}
