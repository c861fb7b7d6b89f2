/*
 * The form in which Slack asks somebody why they reject, or what is to be changed. What it decides about travels in its
 * private metadata, which Slack hands back as it was; who filled it in is Slack's to say.
 */
import { z } from 'zod';
import { shortHash } from './change-text.ts';
import { LONGEST_REASON, type Verdict } from './decision.ts';
import type { DecisionTarget } from './slack-blocks.ts';
import { escapeMrkdwn, plain, type SlackBlock, type SlackText, section } from './slack-text.ts';

/** A verdict that needs a reason. */
export type ReasonedVerdict = Exclude<Verdict, 'approve'>;

/** What a form decides about, once it is sent. */
export interface AskedReason extends DecisionTarget {
  readonly verdict: ReasonedVerdict;
  /** Slack's address by which whoever pressed the button can be told something for half an hour. */
  readonly tell?: string;
  /** Asked in the home tab, which then shows what came of it. */
  readonly home?: boolean;
}

export interface SlackInput {
  readonly type: 'input';
  readonly block_id: string;
  readonly label: SlackText;
  readonly element: {
    readonly type: 'plain_text_input';
    readonly action_id: string;
    readonly multiline: boolean;
    readonly max_length: number;
    readonly placeholder?: SlackText;
  };
  readonly hint?: SlackText;
  readonly optional?: boolean;
}

export interface SlackModal {
  readonly type: 'modal';
  readonly callback_id: string;
  /** Comes back with what is sent. */
  readonly private_metadata?: string;
  readonly title: SlackText;
  /** Absent where nothing is to be filled in. */
  readonly submit?: SlackText;
  readonly close: SlackText;
  readonly blocks: readonly (SlackBlock | SlackInput)[];
}

export const REASON_FORM = 'berth:reason';
/** The block, and its only element, that a reason is written into. */
export const REASON_BLOCK = 'berth:reason';

const WORDS: Readonly<Record<ReasonedVerdict, { title: string; label: string; what: string }>> = {
  reject: { title: 'Reject', label: 'Why?', what: 'You reject the request. It ends, and what was made is undone.' },
  'request-changes': {
    title: 'Request changes',
    label: 'What is to be changed?',
    what: 'You send the request back: whoever asked for it chooses again, and everybody is asked anew.',
  },
};

/** The form for one press of a button. */
export function reasonModal(asked: AskedReason): SlackModal {
  const { title, label, what } = WORDS[asked.verdict];
  const about = `*${escapeMrkdwn(asked.reference)}*, spec ${escapeMrkdwn(shortHash(asked.specHash))}`;
  return {
    type: 'modal',
    callback_id: REASON_FORM,
    private_metadata: JSON.stringify(asked),
    title: plain(title),
    submit: plain(title),
    close: plain('Cancel'),
    blocks: [
      section(`${about}\n${what}`),
      {
        type: 'input',
        block_id: REASON_BLOCK,
        label: plain(label),
        element: { type: 'plain_text_input', action_id: REASON_BLOCK, multiline: true, max_length: LONGEST_REASON },
      },
    ],
  };
}

const asked = z.object({
  reference: z.string(),
  specHash: z.string(),
  stage: z.string(),
  verdict: z.enum(['reject', 'request-changes']),
  tell: z.string().exactOptional(),
  home: z.boolean().exactOptional(),
});

/** What a form that was sent decides about; null when it is not one of ours. */
export function readReasonForm(callbackId: string, privateMetadata: string): AskedReason | null {
  if (callbackId !== REASON_FORM) return null;
  try {
    return asked.parse(JSON.parse(privateMetadata));
  } catch {
    return null;
  }
}
