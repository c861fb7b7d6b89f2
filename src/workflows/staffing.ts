/* Who is away changes while people are asked: then whoever stands in is asked, or whoever is back. */
import type { ApprovalStage } from '../domain/approval.ts';
import { wantedIn } from '../domain/approval-progress.ts';
import { mayDecide } from '../domain/seats.ts';
import { showPending } from './check.ts';
import { decisions } from './gateways.ts';
import { insist } from './insist.ts';
import { type Lifecycle, requestOf } from './lifecycle.ts';
import { askPeople, missingIn, showProgress } from './question.ts';
import { describeDelegates } from './stage-text.ts';
import { transition } from './transitions.ts';

/** Looks anew who stands in, in every stage that lets somebody. */
export async function lookWhoIsAway(life: Lifecycle): Promise<void> {
  life.inbox.staffingChanged = false;
  const { stages } = life.status;
  if (!stages.some(({ mayDelegate }) => mayDelegate)) return;
  const now = new Date().toISOString();
  const input = { request: requestOf(life), stages, now };
  transition(life, { stages: await insist(life, 'the directory', () => decisions.findDelegates(input)) });
}

/**
 * Asks those of a stage who were not asked before somebody went or came back.
 * @param until when the wait for the stage ends; ISO 8601.
 */
export async function takeStaffing(life: Lifecycle, before: ApprovalStage, until: string): Promise<void> {
  const asked = wantedIn(before, life.status.decisions);
  await lookWhoIsAway(life);
  const stage = life.status.stages.find(({ name }) => name === before.name) ?? before;
  if (JSON.stringify(stage.delegates) === JSON.stringify(before.delegates)) return;
  const news = describeDelegates(stage) || 'Nobody stands in for anybody any more';
  transition(life, {}, news);
  const people = missingIn(life, stage).filter((person) => !asked.includes(person));
  const gone = (before.delegates ?? []).map(({ person }) => person).filter((person) => !mayDecide(person, stage));
  showProgress(life, stage, news, gone);
  if (people.length > 0) askPeople(life, { stage, until, people });
  await showPending(life);
}
