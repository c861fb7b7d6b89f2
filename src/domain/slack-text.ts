/*
 * The parts of Slack's Block Kit that Berth uses. Everything that people wrote is escaped, so that a title can neither
 * mention a channel nor show one address and lead to another.
 */
import { oneLine } from './one-line.ts';

export interface SlackText {
  readonly type: 'mrkdwn' | 'plain_text';
  readonly text: string;
}
export interface SlackButton {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: SlackText;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
}
/** A button that opens a page. Slack tells the app that it was pressed, too. */
export interface SlackLink {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: SlackText;
  readonly url: string;
}
export type SlackBlock =
  | { readonly type: 'header'; readonly block_id?: string; readonly text: SlackText }
  | { readonly type: 'divider'; readonly block_id?: string }
  | { readonly type: 'section'; readonly block_id?: string; readonly text: SlackText }
  | { readonly type: 'section'; readonly block_id?: string; readonly fields: readonly SlackText[] }
  | { readonly type: 'context'; readonly block_id?: string; readonly elements: readonly SlackText[] }
  | { readonly type: 'actions'; readonly block_id?: string; readonly elements: readonly (SlackButton | SlackLink)[] };

export const plain = (text: string): SlackText => ({ type: 'plain_text', text });
export const mrkdwn = (text: string): SlackText => ({ type: 'mrkdwn', text });
export const section = (text: string) => ({ type: 'section', text: mrkdwn(text) }) as const;

/** Longest that a person's value may get in a section: escaping makes at most five of one, and it has room for 3,000. */
const LONGEST_SECTION = 550;

/** One line of a person's text, safe inside mrkdwn. */
export function escapeMrkdwn(text: string, longest = LONGEST_SECTION): string {
  return oneLine(text, longest).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `url` comes from GitHub or our configuration; what would end the link early is encoded. */
export function link(url: string, label: string): string {
  const target = url.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('&', '&amp;');
  return `<${target}|${escapeMrkdwn(label)}>`;
}
