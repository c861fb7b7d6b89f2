/* Whole requests on the real stack, one project after the other, each begun by a mail. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEOPLE } from '../../sandbox/people.ts';
import type { NextMove } from '../../scripts/demo/people.ts';
import { type Cast, playRequest } from '../../scripts/demo/play.ts';
import { PlayedCast } from '../../scripts/demo/played.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { eventually } from './eventually.ts';
import type { StackStage } from './stack-stage.ts';
import { readWorld, type World } from './world.ts';

export interface StackPlay {
  /** Name of the project; one for each play. */
  readonly project: string;
  readonly next: NextMove;
  /** A mail address of somebody who is not in the directory yet. */
  readonly newcomer?: string;
  /** What the mail says in place of asking for that project. */
  readonly text?: string;
  /** Called at every look, before the people act; has the status as soon as there is a request. */
  look?(status: RequestStatus | undefined): Promise<void>;
  /** Whether `look` repairs; else the play ends where a person is needed. */
  readonly repairs?: boolean;
  /** Ends when what is still on its way has arrived; the world is looked at after it. */
  arrived?(): Promise<void>;
}

export interface StackOutcome {
  readonly status: RequestStatus;
  /** What of the world belongs to this project or request. */
  readonly world: World;
}

/** Dana mails the request, and it is played to its end. @throws Error when it needs somebody who is not played */
export async function playOnStack(stage: StackStage, play: StackPlay): Promise<StackOutcome> {
  const { project, next } = play;
  const folder = mkdtempSync(join(tmpdir(), 'berth-mail-'));
  const mailFile = join(folder, 'request.eml');
  writeFileSync(mailFile, requestMail(play));
  try {
    const people = new PlayedCast(stage.sandbox, { next, mailFile, list: UNSEEN });
    const cast = watched(people, play);
    const interrupted = new AbortController().signal;
    const { status, noRequest } = await playRequest(stage, { cast, list: UNSEEN, interrupted });
    if (!status) throw new Error(noRequest ?? 'no request came of the mail');
    await play.arrived?.();
    return { status, world: ofProject(await readWorld(stage.sandbox, project), project, status.reference) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Postfix has handed everything on: what a Dovecot did not take it tries again seconds later. */
export async function postArrived({ sandbox }: StackStage): Promise<void> {
  const { mail } = sandbox.stack;
  await eventually(() => mail.isQuiet() && mail.deferred() === 0 && mail.isQuiet());
}

const UNSEEN = { show: () => {}, say: () => {}, release: () => {} };

function watched(people: PlayedCast, { look, repairs }: StackPlay): Cast {
  const isRepaired = ({ phase }: RequestStatus) => repairs === true && phase === 'needs-person';
  return {
    turn: async (status) => {
      await look?.(status);
      await people.turn(status);
    },
    givesUp: (status) => !isRepaired(status) && people.givesUp(status),
    mailFailed: () => people.mailFailed(),
  };
}

/** Dana's mail, with a Message-ID made of the project's name. */
export function requestMail({ project, newcomer, text }: Pick<StackPlay, 'project' | 'newcomer' | 'text'>): string {
  const { name, mail } = PEOPLE.dana;
  const headers = [
    `From: ${name} <${mail}>`,
    'To: requests@example.test',
    `Subject: New project: ${project}`,
    `Message-ID: <${project}@example.test>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ];
  const form = [`project: ${project}`, `title: ${project}`, 'lead: lee@example.test', 'cost-centre: CC-1042'];
  const members = newcomer ? [`members: ${newcomer}`] : [];
  return [...headers, '', ...(text?.split('\n') ?? [...form, ...members]), ''].join('\r\n');
}

/** The lines that name the project or the request: others were played on the same servers. */
function ofProject(world: World, project: string, reference: string): World {
  const meant = (line: string) => line.includes(project) || line.includes(reference);
  const { messages, ...lists } = world;
  const kept = Object.entries<readonly string[]>(lists).map(([key, lines]) => [key, lines.filter(meant)]);
  const counted = Object.fromEntries(Object.entries(messages).filter(([marker]) => meant(marker)));
  return { ...(Object.fromEntries(kept) as typeof lists), messages: counted };
}

/** The outcome as if the project were called like every other, so that two can be compared. */
export function withoutName({ status, world }: StackOutcome, project: string): StackOutcome {
  return { status, world: JSON.parse(JSON.stringify(world).replaceAll(project, 'PROJECT')) as World };
}
