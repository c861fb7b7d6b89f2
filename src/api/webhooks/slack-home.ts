/* The tab of Berth in Slack: read anew and shown whenever somebody opens it, and after what they do in it. */
import { openStage } from '../../domain/approval-progress.ts';
import { factsFor } from '../../domain/decision-facts.ts';
import { mayDecide } from '../../domain/seats.ts';
import { type HomeTask, homeView } from '../../domain/slack-home.ts';
import type { RequestStatus } from '../../domain/status.ts';
import type { Caller } from '../caller.ts';
import type { ApiDeps } from '../deps.ts';
import { ownRequests, waitingFor } from '../own-requests.ts';
import { ApiProblem } from '../problems.ts';
import { mayDo, mayDoAtAll } from '../rights.ts';
import { callerInSlack } from './slack-caller.ts';

/** One more than is shown, so that it is known whether there are more. */
const LIMIT = 11;

/** Shows somebody their tab. Never throws: whoever opens it again gets it anew. */
export async function showHome(deps: ApiDeps, slackId: string, notice?: string): Promise<void> {
  try {
    await deps.publishSlackHome(slackId, await homeOf(deps, slackId, notice));
  } catch (error) {
    deps.log.warn({ err: error }, 'the home tab in slack could not be shown');
  }
}

/** The same beside the answer, which does not wait for it. */
export function showHomeLater(deps: ApiDeps, slackId: string, notice: string): void {
  void deps.background.run('slack home', () => showHome(deps, slackId, notice));
}

/** Whether it counts is the request's to say, and the list of what waits follows it by a moment. */
export const decidedAbout = (reference: string): string => `What you said about ${reference} has been taken in.`;

async function homeOf(deps: ApiDeps, slackId: string, notice: string | undefined) {
  const { publicUrl } = deps.config;
  const said = notice === undefined ? {} : { notice };
  const caller = await callerInSlack(deps, slackId).catch(unlessRefused);
  if (caller instanceof ApiProblem)
    return homeView({ work: [], requests: [], notice: caller.message, mayAsk: false, publicUrl });
  const [work, requests] = await Promise.all([waitingFor(deps, caller, 'mine'), ownRequests(deps, caller, LIMIT)]);
  const tasks = work.items.map((status) => asTask(caller, status)).toSorted(byUrgency);
  return homeView({
    work: tasks,
    requests: requests.items,
    ...said,
    mayAsk: mayDoAtAll('intake:ask', caller),
    publicUrl,
  });
}

/** Somebody whom the directory does not know is told so in their tab. */
function unlessRefused(error: unknown): ApiProblem {
  if (error instanceof ApiProblem && error.status === 403) return error;
  throw error;
}

const byUrgency = (a: HomeTask, b: HomeTask): number => dueOf(a) - dueOf(b);
const dueOf = ({ status }: HomeTask): number => Date.parse(status.waitingOn?.deadline ?? '9999-01-01');

/** With buttons where the caller decides now; what the decision is about stands beside them. */
function asTask(caller: Caller, status: RequestStatus): HomeTask {
  const { reference, plan, step, stages, decisions } = status;
  const stage = openStage(stages, decisions);
  const isTheirs =
    stage && step === 'APPROVAL_WORKFLOW' && mayDecide(caller.person.id, stage) && mayDo('decide', caller, status);
  if (!stage || !plan || !isTheirs) return { status };
  const target = { reference, specHash: plan.specHash, stage: stage.name };
  return { status, decision: { target, facts: factsFor(status, stage, caller.person.id) } };
}
