/* What the words of a message may name, and what each says. */
import type { MailFacts } from '../domain/mail-message.ts';
import { oneLine } from '../domain/one-line.ts';
import { linesOf } from './facts.ts';
import type { Scope } from './template.ts';

/** One line each, empty when nothing is known. */
export const TEXTS = {
  reference: 'the request, such as BR-7F3K2M9QXA',
  project: 'name of the project, such as payments',
  title: 'its title',
  projectName: 'title, else name, else "a new project"',
  projectInWords: 'title and name, or what is known of both',
  lead: 'mail address of its lead',
  environment: 'such as payments-prod',
  environmentName: 'the environment, else as projectName',
  namespace: 'of the environment',
  name: 'of whoever reads the mail',
  account: 'name of a new account',
  what: 'what is asked for, in a line',
  cost: 'what it costs, or changes of that',
  budget: 'how much of a budget is used with it',
  policy: 'what the policy says of it',
  lease: 'until when it may live, or "no end"',
  leaseEnd: 'the same, empty when there is no end',
  specHash: 'of the content that is decided about',
  spec: 'the same, its first digits',
  pullRequest: 'address of the pull request',
  attachment: 'name of the file that comes with the mail',
  loss: 'what a removal takes away',
  requester: 'who asks for it',
  why: 'why this person is asked',
  decides: 'who decides',
  inPlaceOf: 'for whom this person decides',
  again: 'why they are asked once more',
  stage: 'of the decision',
  changed: 'what makes an approval void',
  person: 'who did something',
  reason: 'why',
  problem: 'what went wrong',
  outcome: 'rejected, withdrawn, expired, undone or partially-ready',
  ending: 'the same in words, such as "was rejected"',
  deadline: 'until when somebody is waited for',
  next: 'what happens then, or next',
  waited: 'how long that has lasted',
  waitingFor: 'who is waited for',
  headline: 'of the reminder: how much waits for whom',
  most: 'of the reminder: how many are named, when not all are',
  more: 'of the reminder: how many more wait',
} as const;

/** To be gone through by `each`. */
export const LISTS = {
  clusters: 'where it runs',
  changes: 'files that would change',
  problems: 'what is missing or wrong',
  undone: 'what was taken back',
  left: 'what was left, and why',
  access: 'how to use it',
  room: 'how much of each cluster it takes',
  comment: 'lines of what somebody said',
} as const;

const names = (all: readonly string[], scope: Scope) => Object.fromEntries(all.map((name) => [name, scope]));

export const MESSAGE_SCOPE: Scope = {
  names: { ...names(Object.keys(TEXTS), 'text'), ...names(Object.keys(LISTS), { each: 'text' }) },
};

/** Data that a message may tell in its sentences instead of in the table. */
export const TOLD: ReadonlySet<string> = new Set([...Object.keys(TEXTS), ...Object.keys(LISTS)]);

const ENDINGS: Readonly<Record<string, string>> = {
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  expired: 'has expired',
  undone: 'was undone',
  'partially-ready': 'has ended with a part of it ready',
};

const LONGEST = 2_000;

/** All placeholders filled from the data of a mail. What people wrote is one line each: it can neither begin a paragraph nor end a subject. */
export function viewOf(reference: string, data: MailFacts): object {
  const lines = (key: string) => linesOf(key, data[key] ?? []).map((line) => oneLine(line, LONGEST));
  const text = (key: string) => lines(key).join('; ');
  const [project, title, environment, lease] = ['project', 'title', 'environment', 'lease'].map(text);
  return {
    ...Object.fromEntries(Object.keys(TEXTS).map((key) => [key, text(key)])),
    ...Object.fromEntries(Object.keys(LISTS).map((key) => [key, lines(key)])),
    reference,
    projectName: title || project || 'a new project',
    projectInWords: title && project ? `${title} (${project})` : project,
    environmentName: environment || title || project || 'a new project',
    leaseEnd: hasEnd(data['lease']) ? lease : '',
    ending: ENDINGS[text('outcome')] ?? 'has ended',
  };
}

const hasEnd = (lease: MailFacts[string] | undefined) => typeof lease === 'string' && /^\d/.test(lease);
