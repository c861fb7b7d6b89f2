import { html } from 'hono/html';
import { DECISION_LABELS, type DecisionFact } from '../../../domain/decision-facts.ts';

/** What the pages say that people reach without the portal; another language is an object of the same type. */
export const en = {
  language: 'en',
  badLink: {
    title: 'This link is not valid',
    text: (mend: string) => `It may have expired, or lost its end in the mail. ${mend}`,
  },
  signIn: {
    title: 'Sign in',
    name: 'Name',
    password: 'Password',
    send: 'Sign in',
    whose: 'Name and password are those of your computer at work.',
    problem: {
      wrong: 'Wrong name or password; or the account is disabled, or locked after too many tries.',
      'must-change':
        'The password is right, but it has to be changed first: on your computer, or by the link that Berth mailed you. Then sign in here.',
      expired: 'The password is right, but the account has expired. Ask support to renew it.',
      'too-many': 'There were too many tries. Wait a quarter of an hour, then try again.',
      foreign: 'This form did not come from Berth. Look at the address of this page, then type it here again.',
    },
    out: 'You are signed out',
    outText: 'Nobody can go on from here in your name.',
    again: 'Sign in again',
  },
  confirm: {
    mend: 'Send your request again to get a new one.',
    title: 'Did you send this request?',
    text: (
      reference: string,
      mail: string,
    ) => html`Berth received request <strong>${reference}</strong> from <strong>${mail}</strong>.
If you did not send it, close this page: the request expires and nothing is made.`,
    send: 'Yes, I sent this request',
    failed: 'The request could not be confirmed',
    thanks: 'Thank you',
    done: (reference: string) => html`Request <strong>${reference}</strong> is confirmed and goes on.`,
  },
  activate: {
    mend: 'Ask support for a new one.',
    title: 'Set your password',
    account: (id: string) => html`Your account is <strong>${id}</strong>.`,
    rules: (least: number, most: number) => [
      `${least} to ${most} characters; several words are fine.`,
      'Three of these four: small letters, capital letters, digits, other characters.',
      'Neither your name nor your account name in it.',
    ],
    password: 'New password',
    repeated: 'The same again',
    send: 'Set password',
    problem: {
      short: (least: number) => `The password needs at least ${least} characters.`,
      long: (most: number) => `The password may have at most ${most} characters.`,
      differ: 'The two passwords differ.',
    },
    done: 'Your password is set',
    doneText: (id: string) => html`You can now sign in as <strong>${id}</strong>.`,
    used: 'This link was used before',
    usedText: 'If that was not you, tell support at once.',
  },
  decide: {
    mend: 'Every other door is open: Slack, the pull request, berth approve.',
    title: (what: string | undefined) => (what ? `${what} needs your decision` : 'Your decision is needed'),
    intro: (person: string, reference: string, about: string, stage: string) =>
      html`${person}, you decide about <strong>${reference}</strong>${about},
in the stage <strong>${stage}</strong>. Your decision counts for exactly what stands here.`,
    about: (title: string, project: string) => ` for ${title} (${project})`,
    soFar: (names: string) => `Approved so far: ${names}.`,
    toRequest: 'Page of the request',
    facts: DECISION_LABELS as Readonly<Record<DecisionFact, string>>,
    verdicts: {
      approve: 'Approve',
      reject: 'Reject: the request ends, and what was made is undone',
      'request-changes': 'Request changes: whoever asked chooses again',
    },
    what: 'What do you decide?',
    reason: 'Reason',
    reasonHint: 'Needed unless you approve. Everybody who may see the request reads it.',
    send: 'Send my decision',
    problem: {
      choose: 'Choose what you decide.',
      why: 'Say why: whoever asked reads it.',
      long: (most: number, length: number) => `Say it in at most ${most} characters; these are ${length}.`,
      stale: 'This page was open for too long. Look once more, and send it again.',
    },
    expired: 'This link has expired',
    expiredText: (mend: string) => `It decides nothing any more. ${mend}`,
    unknown: 'This link is no longer good',
    unknownText: (person: string) => `The directory does not know ${person} any more.`,
    gone: 'The request is gone',
    goneText: (reference: string) => `Temporal does not have ${reference}, or no longer.`,
    nothing: 'Nothing was decided',
    arrived: 'Your decision has arrived',
    arrivedText: (reference: string) =>
      `Whether it counts is being checked: open this link again in a moment, or type berth status ${reference}.`,
    changed: 'The content has changed',
    changedText: (reference: string) =>
      `What this link was about is not what ${reference} stands for now, so it decides nothing.`,
    anew: 'If your decision is needed, you have a newer mail with a link of its own.',
    over: 'Nothing is left to decide',
    overText: (reference: string, phase: string) => `${reference} is not being decided any more (${phase}).`,
    notNeeded: 'Your decision is not needed now',
    noStage: (stage: string) => `There is no stage "${stage}" any more.`,
    passed: (stage: string, names: string) => `The stage "${stage}" has passed: ${names} approved.`,
    nobody: 'nobody',
    notYours: (person: string, stage: string) => `${person} no longer decides in the stage "${stage}".`,
    noWord: 'Nobody had decided.',
    lastWord: {
      approve: (who: string, how: string) => `Last, ${who} approved (${how}).`,
      reject: (who: string, how: string) => `Last, ${who} rejected (${how}).`,
      'request-changes': (who: string, how: string) => `Last, ${who} asked for changes (${how}).`,
    },
    said: {
      approve: (at: string) => `You approved by this link on ${at}.`,
      reject: (at: string) => `You rejected by this link on ${at}.`,
      'request-changes': (at: string) => `You asked for changes by this link on ${at}.`,
    },
    counts: 'Your decision counts',
    countsText: 'The link has done its work.',
    refused: 'Your decision does not count',
  },
};

export type PageTexts = typeof en;
