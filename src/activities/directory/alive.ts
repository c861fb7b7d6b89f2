import { cancellationSignal, heartbeat } from '@temporalio/activity';

/** Between two calls: tells Temporal that the activity goes on, and ends it when it was cancelled. */
export function alive(): void {
  heartbeat();
  cancellationSignal().throwIfAborted();
}
