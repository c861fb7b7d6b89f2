/*
 * What keeps workflows from going on ahead of their time, for all of them: given to whatever bundles them.
 *
 * A query that waited while no worker was there comes to the next one with a history that ends in events of which no workflow
 * task has begun. The SDK applies these too, at the time of the task before, and keeps what the workflow does then for the task
 * to come. Replaying takes the same events together with those that came after them, at the time of their own task: code
 * that asks for the time, or which of two came first, decides otherwise, and the workflow stands still for good. So such a
 * run is given up before it does anything: the query fails, to be asked again, and the task begins from the history.
 */
import type { ActivateInput, WorkflowInterceptors } from '@temporalio/workflow';

type Activation = ActivateInput['activation'];

/** What the SDK looks for in each module of interceptors; one for each run that a worker has in its cache. */
export function interceptors(): WorkflowInterceptors {
  let last: Activation | undefined;
  return {
    internals: [
      {
        activate(input, next) {
          const { activation } = input;
          if (last && isAhead(activation, last)) throw new Error(AHEAD);
          if (changes(activation)) last = activation;
          next(input);
        },
      },
    ],
  };
}

/** The message that whoever asked is given. */
const AHEAD = 'The workflow has not come so far yet: ask again';

/** New events without a task of their own: each task brings its time. */
function isAhead(activation: Activation, last: Activation): boolean {
  if (activation.isReplaying || !changes(activation)) return false;
  return (activation.historyLength ?? 0) > (last.historyLength ?? 0) && isSameTime(activation, last);
}

/** Queries come alone and change nothing. */
const changes = ({ jobs }: Activation): boolean => jobs?.some(({ queryWorkflow }) => !queryWorkflow) ?? false;

const isSameTime = ({ timestamp: one }: Activation, { timestamp: other }: Activation): boolean =>
  one?.seconds?.toString() === other?.seconds?.toString() && one?.nanos === other?.nanos;
