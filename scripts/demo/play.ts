import { PEOPLE } from '../../sandbox/people.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { callApi, mailRequest, nextMove, type Story } from './people.ts';
import type { StepDisplay } from './show.ts';
import type { Stage } from './stage.ts';

const LOOK_EVERY_MS = 150;
const ENDED: readonly string[] = ['ready', 'partially-ready', 'rejected', 'withdrawn', 'expired', 'undone'];

export interface Play {
  /** A mail of somebody's own to send instead of Dana's. */
  readonly mailFile?: string;
  /** Where the people that the demo plays take it; nobody is played when left out. */
  readonly story?: Story;
  readonly list: StepDisplay;
  readonly say: (line: string) => void;
  readonly aborted: () => boolean;
}

/** Plays one request from its mail to its end and returns how it stands then; undefined when interrupted. */
export async function playRequest(stage: Stage, play: Play): Promise<RequestStatus | undefined> {
  await mailRequest(stage.sandbox, play.mailFile);
  play.say('Mail sent to requests@example.test; waiting for Berth to read it');
  const reference = await untilFound(stage, play);
  if (!reference) return undefined;
  const done = new Map<string, number>();
  while (!play.aborted()) {
    const status = (await callApi(stage.sandbox, PEOPLE.olga, `/api/requests/${reference}`)) as RequestStatus;
    play.list.show(status);
    if (status.phase === 'needs-person') return status;
    if (ENDED.includes(status.phase)) return conclude(stage, status);
    if (play.story) await act(stage, play, status, { story: play.story, done });
    await pause();
  }
  return undefined;
}

/** What is done after the last step (the ledger, the merged branch) is part of the request. */
async function conclude(stage: Stage, status: RequestStatus): Promise<RequestStatus> {
  await stage.untilClosed(status.workflowId);
  return (await callApi(stage.sandbox, PEOPLE.olga, `/api/requests/${status.reference}`)) as RequestStatus;
}

async function untilFound(stage: Stage, play: Play): Promise<string | undefined> {
  while (!play.aborted()) {
    const { items } = (await callApi(stage.sandbox, PEOPLE.olga, '/api/requests?limit=1')) as {
      items: { reference: string }[];
    };
    if (items[0]) return items[0].reference;
    await pause();
  }
  return undefined;
}

/** People try again when nothing has come of what they did. */
const PATIENCE_MS = 20_000;

/** Makes each move once for each time it comes up; one that fails or has no effect is made again, as people would. */
async function act(
  stage: Stage,
  play: Play,
  status: RequestStatus,
  turns: { story: Story; done: Map<string, number> },
): Promise<void> {
  const move = nextMove(stage.sandbox, status, turns.story);
  const turn = `${move?.what} ${status.task?.since ?? status.plan?.specHash}`;
  if (!move || Date.now() - (turns.done.get(turn) ?? 0) < PATIENCE_MS) return;
  turns.done.set(turn, Date.now());
  play.list.release();
  play.say(`      ${move.who.name} ${move.what}`);
  try {
    await move.act();
  } catch (error) {
    play.say(`      … and was told: ${(error as Error).message}`);
    turns.done.delete(turn);
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
