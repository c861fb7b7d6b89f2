/* What people say about a request: kept in its story, and told beside the main line to those whom it concerns. */
import {
  commentsOf,
  commentText,
  concernedBy,
  MOST_COMMENTS,
  queueWaitedFor,
  takesPart,
} from '../domain/conversation.ts';
import { oneLine } from '../domain/one-line.ts';
import { directory } from './gateways.ts';
import type { Lifecycle } from './lifecycle.ts';
import { announce, beside, mail, mayAnswer } from './notify.ts';
import { transition } from './transitions.ts';

/** In characters; the mails and the page have all of it. */
const LONGEST_IN_CHANNEL = 300;

/** Why nothing more can be said; undefined when it can. */
export function refusalOfComment(life: Lifecycle, text: string): string | undefined {
  if (commentText(text) === '') return 'A comment says something';
  if (commentsOf(life.timeline).length < MOST_COMMENTS) return undefined;
  return `${MOST_COMMENTS} comments are the most that a request keeps; talk about it elsewhere`;
}

/** Keeps what a person said, and tells the others. @param who directory id. */
export function comment(life: Lifecycle, who: string, text: string): void {
  keep(life, who, text);
  beside(life, tell(life, who, text));
}

/**
 * Keeps what came by mail. It is told on only from somebody who takes part: what a stranger writes, or somebody whose
 * address is not proven, is shown as that and goes into no mail of ours.
 */
export function commentByMail(life: Lifecycle, from: string, text: string): void {
  if (refusalOfComment(life, text) !== undefined) return;
  keep(life, from, text);
  if (/^\S+@\S+$/.test(from)) beside(life, tellFromMail(life, from, text));
}

function keep(life: Lifecycle, who: string, text: string): void {
  transition(life, {}, commentText(text), who, { comment: true });
}

async function tellFromMail(life: Lifecycle, from: string, text: string): Promise<void> {
  const author = await directory.findPerson({ mail: from });
  if (author && takesPart(life.status, life.timeline, author)) await tell(life, author.id, text);
}

async function tell(life: Lifecycle, author: string, text: string): Promise<void> {
  const said = commentText(text);
  const people = mayAnswer(life) ? concernedBy(life.status, life.timeline, author) : [];
  const data = { person: author, comment: said.split('\n').filter((line) => line.trim() !== '') };
  const mails = people.map((to) => mail(life, 'comment', to, data));
  const queue = queueWaitedFor(life.status);
  const line = `${author} about ${life.input.reference}: ${oneLine(said, LONGEST_IN_CHANNEL)}`;
  await Promise.all([...mails, ...(queue ? [announce(life, 'comment', line)] : [])]);
}
