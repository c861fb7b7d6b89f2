/*
 * Room on clusters, in quotas and in budgets is reserved before anybody decides, so that two requests never count on
 * the same. Where there is none the request stands in line, visibly; its requester may choose otherwise or withdraw.
 */
import type { RoomAnswer } from '../activities/contracts.ts';
import type { ChangePlan } from '../domain/change.ts';
import { room } from './gateways.ts';
import { insist, patiently } from './insist.ts';
import { GoBack, type Lifecycle, RequestEnded, requestOf } from './lifecycle.ts';
import { beside } from './notify.ts';
import { nudge } from './nudge.ts';
import { transition } from './transitions.ts';
import { type Schedule, scheduleOf, type Wait, waitFor } from './waiting.ts';

const ROOM = 'reserved room';

/**
 * Goes on once everything that the plan takes is reserved; costs nothing where no limit is set.
 * @returns the plan with what other requests hold of its budgets.
 * @throws GoBack when it had to wait, since the fleet is another by then, or when something else was chosen meanwhile.
 */
export async function reserveRoom(life: Lifecycle, plan: ChangePlan): Promise<ChangePlan> {
  const { claims = [] } = plan;
  if (claims.length === 0 && life.books.length === 0) return plan;
  const former = life.books;
  life.books = [...new Set([...former, ...claims.map(({ book }) => book)])];
  releaseAtEnd(life);
  const { budgets, waited } = await standInLine(life, plan, former);
  life.books = claims.map(({ book }) => book);
  if (waited) throw new GoBack('GIT_PR_CREATION', 'There is room now', { keepsDecisions: true });
  return budgets.length > 0 ? { ...plan, budgets } : plan;
}

/**
 * A plan made anew, with what other requests held when room was reserved, and what was measured then: what happens elsewhere
 * changes nothing of it.
 */
export function asReserved({ usage: _, ...plan }: ChangePlan, before: ChangePlan): ChangePlan {
  const measured = before.usage ? { usage: before.usage } : {};
  if (!plan.budgets) return { ...plan, ...measured };
  const budgets = plan.budgets.map((share) => {
    const same = before.budgets?.find(
      ({ owner }) => owner.kind === share.owner.kind && owner.name === share.owner.name,
    );
    return same?.reserved === undefined ? share : { ...share, reserved: same.reserved };
  });
  return { ...plan, ...measured, budgets };
}

function releaseAtEnd(life: Lifecycle): void {
  const { reference } = life.input;
  life.undo.drop(ROOM);
  const release = () => room.releaseRoom({ reference, books: life.books });
  life.undo.register({ what: ROOM, run: () => patiently(life, 'Temporal', release) });
}

async function standInLine(
  life: Lifecycle,
  plan: ChangePlan,
  former: readonly string[],
): Promise<Pick<RoomAnswer, 'budgets'> & { readonly waited: boolean }> {
  let schedule: Schedule | undefined;
  for (;;) {
    const { waiting, budgets } = await ask(life, plan, former);
    if (!waiting) {
      if (schedule) transition(life, {}, 'There is room: it is reserved');
      return { budgets, waited: schedule !== undefined };
    }
    if (!schedule) transition(life, {}, waiting.text);
    schedule ??= await scheduleOf('capacity');
    await waitForRoom(life, waiting, schedule);
  }
}

function ask(
  life: Lifecycle,
  { environment, claims = [], budgets = [] }: ChangePlan,
  former: readonly string[],
): Promise<RoomAnswer> {
  const order = { reference: life.input.reference, environment, claims, former, budgets };
  life.inbox.roomChanged = false;
  return insist(life, 'Temporal', () => room.reserveRoom(order));
}

async function waitForRoom(
  life: Lifecycle,
  { who, text }: NonNullable<RoomAnswer['waiting']>,
  schedule: Schedule,
): Promise<void> {
  const { requesterId } = requestOf(life);
  const title = 'Wait for room, or choose otherwise';
  const { since, deadline } = schedule;
  transition(life, { task: { id: 'selection', queue: 'requester', title, since, due: deadline } });
  const wait: Wait = {
    name: 'capacity',
    kind: 'capacity',
    who,
    text,
    next: 'the request expires and is undone',
    remind: (facts) => nudge(life, [requesterId], facts),
  };
  const chosen = () => life.inbox.selection !== undefined;
  const woken = await waitFor(life, wait, () => life.inbox.roomChanged || chosen(), schedule);
  transition(life, { task: null });
  if (chosen()) throw new GoBack('RESOURCE_SELECTION', `Chosen otherwise by ${life.inbox.selection?.by.person}`);
  if (!woken) throw new RequestEnded('expired', `There was no room in time. ${text}`);
}

/** It stands, so Git says what it takes; a word that gets lost only keeps the room a few hours longer. */
export function keepRoom(life: Lifecycle): void {
  const { books } = life;
  if (books.length === 0) return;
  const { reference } = life.input;
  beside(life, room.confirmRoom({ reference, books }));
}
