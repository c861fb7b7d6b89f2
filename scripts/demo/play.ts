import { PEOPLE } from '../../sandbox/people.ts';
import type { Surroundings } from '../../sandbox/sandbox.ts';
import { isOver, type RequestStatus } from '../../src/domain/status.ts';
import { MailWatch } from './mail.ts';
import { callPatiently } from './people.ts';
import type { StepDisplay } from './show.ts';
import type { Stage } from './stage.ts';

/** Each look asks the directory who looks: more of them would slow down what is waited for. */
const LOOK_EVERY_MS = 300;

/** The people of a request: played by the demo, or at the keyboard. */
export interface Cast {
  /** Called at every look; acts when it is somebody's turn. The status is missing until there is a request. */
  turn(status: RequestStatus | undefined): Promise<void>;
  /** Whether nobody of the cast will bring the request further. */
  givesUp(status: RequestStatus): boolean;
  /** Hears that no request came of a mail; whether to give up. */
  mailFailed(why: string): boolean;
}

export interface Play {
  readonly cast: Cast;
  readonly list: StepDisplay;
  readonly interrupted: AbortSignal;
}

/** How far it came: a status, or why there was no request; neither when interrupted. */
export interface Played {
  readonly status?: RequestStatus;
  readonly noRequest?: string;
}

/** Plays one request from its mail to its end. */
export async function playRequest(stage: Stage<Surroundings>, play: Play): Promise<Played> {
  const { reference, noRequest } = await untilFound(stage, play);
  if (!reference) return noRequest === undefined ? {} : { noRequest };
  while (!play.interrupted.aborted) {
    const status = await readStatus(stage, reference);
    play.list.show(status);
    if (isOver(status.phase)) return { status: await conclude(stage, play, status) };
    if (play.cast.givesUp(status)) return { status };
    await play.cast.turn(status);
    await pause();
  }
  return {};
}

/** What is done after the last step (the ledger, the merged branch) is part of the request. */
async function conclude(
  stage: Stage<Surroundings>,
  { interrupted }: Play,
  status: RequestStatus,
): Promise<RequestStatus> {
  const stopped = new Promise<void>((resolve) =>
    interrupted.addEventListener('abort', () => resolve(), { once: true }),
  );
  await Promise.race([stage.untilClosed(status.workflowId), stopped]);
  return interrupted.aborted ? status : readStatus(stage, status.reference);
}

async function untilFound(stage: Stage<Surroundings>, play: Play): Promise<{ reference?: string; noRequest?: string }> {
  const watch = new MailWatch(stage.sandbox);
  const before = await newestRequest(stage);
  while (!play.interrupted.aborted) {
    const reference = await newestRequest(stage);
    if (reference && reference !== before) return { reference };
    const noRequest = await watch.news();
    if (noRequest && play.cast.mailFailed(noRequest)) return { noRequest };
    await play.cast.turn(undefined);
    await pause();
  }
  return {};
}

async function newestRequest(stage: Stage<Surroundings>): Promise<string | undefined> {
  const page = (await look(stage, '/api/requests?limit=1')) as { items: { reference: string }[] };
  return page.items[0]?.reference;
}

/** How a request stands, as an operator sees it. */
export async function readStatus(
  stage: Pick<Stage<Surroundings>, 'sandbox'>,
  reference: string,
): Promise<RequestStatus> {
  return (await look(stage, `/api/requests/${reference}`)) as RequestStatus;
}

const look = ({ sandbox }: Pick<Stage<Surroundings>, 'sandbox'>, path: string) =>
  callPatiently(sandbox, PEOPLE.olga, path);

const pause = () => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
