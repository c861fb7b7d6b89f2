import { type Condition, fieldsOf, type KubeObject, textOf } from '../objects.ts';

const REQUESTED = 'reconcile.fluxcd.io/requestedAt';
const DEFAULT_TIMEOUT_S = 300;

/** How a turn ended. */
export interface Outcome {
  readonly status: Condition['status'];
  readonly reason: string;
  readonly message: string;
}

/** A new revision, a changed spec, a request, a running health check; or a failure, when it is time to retry. */
export function isDue(kustomization: KubeObject, revision: string, retry: boolean): boolean {
  const status = fieldsOf(kustomization, 'status');
  const isSettled =
    status['lastAttemptedRevision'] === revision &&
    status['observedGeneration'] === kustomization.metadata.generation &&
    status['lastHandledReconcileAt'] === kustomization.metadata.annotations?.[REQUESTED];
  const ready = readyOf(status)?.status;
  return !isSettled || (ready === 'False' ? retry : ready !== 'True');
}

/** The request that this turn answers, for the status. */
export function handledNow(object: KubeObject): Record<string, string> {
  const requested = object.metadata.annotations?.[REQUESTED];
  return requested === undefined ? {} : { lastHandledReconcileAt: requested };
}

function readyOf(status: Record<string, unknown>): Condition | undefined {
  const conditions = status['conditions'];
  return Array.isArray(conditions) ? (conditions as Condition[]).find((c) => c.type === 'Ready') : undefined;
}

/** The conditions after an outcome; a status that stays keeps its transition time. */
export function conditionsOf(
  before: Record<string, unknown>,
  outcome: Outcome,
  revision: unknown,
  timeout: number,
): Condition[] {
  const last = readyOf(before);
  const time = new Date().toISOString();
  const kept = last?.status === outcome.status && before['lastAttemptedRevision'] === revision;
  const ready = { type: 'Ready', ...outcome, lastTransitionTime: kept ? last.lastTransitionTime : time };
  if (outcome.status !== 'Unknown') return [ready];
  const message = `Running health checks for revision ${String(revision)} with a timeout of ${timeout}s`;
  return [{ type: 'Reconciling', status: 'True', reason: 'Progressing', message, lastTransitionTime: time }, ready];
}

/** Seconds since the present revision's health check began. */
export function progressingFor(kustomization: KubeObject, revision: string): number {
  const status = fieldsOf(kustomization, 'status');
  const ready = readyOf(status);
  if (status['lastAttemptedRevision'] !== revision || ready?.status !== 'Unknown') return 0;
  return (Date.now() - Date.parse(ready.lastTransitionTime)) / 1000;
}

/** The Kustomization's `timeout`, in seconds. */
export function timeoutSeconds(kustomization: KubeObject): number {
  const match = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(textOf(kustomization['spec'], 'timeout'));
  const seconds = Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
  return seconds > 0 ? seconds : DEFAULT_TIMEOUT_S;
}
