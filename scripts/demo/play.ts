import { PEOPLE } from '../../sandbox/people.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { callApi, mailRequest, nextMove } from './people.ts';
import type { StepList } from './show.ts';
import type { Stage } from './stage.ts';

const LOOK_EVERY_MS = 150;
const ENDED: readonly string[] = ['ready', 'partially-ready', 'rejected', 'withdrawn', 'expired', 'undone'];

export interface Play {
  /** A mail of somebody's own to send instead of Dana's. */
  readonly mailFile?: string;
  /** False when a person at the keyboard plays the people. */
  readonly actForPeople: boolean;
  readonly list: StepList;
  readonly say: (line: string) => void;
  readonly aborted: () => boolean;
}

/** Plays one request from its mail to its end and returns how it stands then; undefined when interrupted. */
export async function playRequest(stage: Stage, play: Play): Promise<RequestStatus | undefined> {
  await mailRequest(stage.sandbox, play.mailFile);
  play.say(`Mail sent to ${'requests@example.test'}; waiting for Berth to read it`);
  const reference = await untilFound(stage, play);
  const done = new Set<string>();
  while (reference && !play.aborted()) {
    const status = (await callApi(stage.sandbox, PEOPLE.olga, `/api/requests/${reference}`)) as RequestStatus;
    play.list.show(status);
    if (ENDED.includes(status.phase) || status.phase === 'needs-person') return status;
    if (play.actForPeople) await act(stage, play, status, done);
    await pause();
  }
  return undefined;
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

/** Each move once for each time it comes up. */
async function act(stage: Stage, play: Play, status: RequestStatus, done: Set<string>): Promise<void> {
  const move = nextMove(stage.sandbox, status);
  const turn = `${move?.what} ${status.task?.since ?? status.plan?.specHash}`;
  if (!move || done.has(turn)) return;
  done.add(turn);
  play.list.release();
  play.say(`      ${move.who.name} ${move.what}`);
  await move.act();
}

const pause = () => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
