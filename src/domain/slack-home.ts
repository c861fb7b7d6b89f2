/* Berth's tab in Slack, for one person: what waits for them, with buttons where they decide, and what they have asked for. */
import { DECISION_LABELS, type DecisionFact } from './decision-facts.ts';
import { oneLine } from './one-line.ts';
import { pageUrl, requestUrl } from './page-url.ts';
import { type DecisionTarget, decisionButtons } from './slack-blocks.ts';
import { escapeMrkdwn, link, mrkdwn, plain, type SlackBlock, type SlackText, section } from './slack-text.ts';
import type { RequestStatus } from './status.ts';
import { STEP_TITLES } from './steps.ts';

export interface SlackHome {
  readonly type: 'home';
  readonly blocks: readonly SlackBlock[];
}

/** Something that waits for the reader. */
export interface HomeTask {
  readonly status: RequestStatus;
  /** Set where the reader can decide it now. */
  readonly decision?: { readonly target: DecisionTarget; readonly facts: readonly [DecisionFact, string][] };
}

export interface HomeContent {
  readonly work: readonly HomeTask[];
  /** Newest first. */
  readonly requests: readonly RequestStatus[];
  /** What came of what the reader has just done. */
  readonly notice?: string;
  readonly mayAsk: boolean;
  /** Where the portal begins. */
  readonly publicUrl: string;
}

type At = Pick<HomeContent, 'publicUrl'>;

export const ASK_ACTION = 'berth:ask';
const OPEN_ACTION = 'berth:open';
/** A tab has room for 100 blocks: of each list so many are shown. */
const MOST = 10;
/** A section has room for 3,000 characters, and escaping makes at most five of one. */
const LONGEST_NAME = 120;
const LONGEST_TEXT = 250;
/** Of the facts of a decision, those that fit beside each other. */
const LONGEST_FACT = 300;
const MOST_FACTS = 10;

export function homeView({ work, requests, notice, mayAsk, publicUrl }: HomeContent): SlackHome {
  const said = escapeMrkdwn(notice ?? '');
  const at = { publicUrl };
  return {
    type: 'home',
    blocks: [
      ...(said === '' ? [] : [section(said), DIVIDER]),
      { type: 'header', text: plain('What waits for you') },
      ...(work.length === 0
        ? [section('Nothing waits for you.')]
        : work.slice(0, MOST).flatMap((task, i) => taskBlocks(task, i, at))),
      ...more(work.length, pageUrl(at, 'work')),
      { type: 'header', text: plain('Your requests') },
      ...(requests.length === 0
        ? [section('You have asked for nothing yet.')]
        : requests.slice(0, MOST).map((status) => section(summary(status, at)))),
      ...more(requests.length, pageUrl(at, 'requests')),
      DIVIDER,
      {
        type: 'actions',
        block_id: 'berth:home',
        elements: [...(mayAsk ? [ASK_BUTTON] : []), openButton('Open Berth', pageUrl(at, ''))],
      },
    ],
  };
}

const ASK_BUTTON = {
  type: 'button',
  action_id: ASK_ACTION,
  text: plain('Ask for something'),
  value: 'ask',
  style: 'primary',
} as const;

const openButton = (label: string, url: string) =>
  ({ type: 'button', action_id: OPEN_ACTION, text: plain(label), url }) as const;

function taskBlocks({ status, decision }: HomeTask, i: number, at: At): SlackBlock[] {
  const { reference, waitingOn } = status;
  const said = [`*${nameOf(status, at)}*`, escapeMrkdwn(waitingOn?.text ?? status.task?.title ?? '', LONGEST_TEXT)];
  const until = waitingOn
    ? [`Until ${when(waitingOn.deadline)}; then ${escapeMrkdwn(waitingOn.next, LONGEST_NAME)}`]
    : [];
  const page = decision ? pageUrl(at, `decisions/${reference}`) : requestUrl(at, reference);
  const open = openButton('Open', page);
  const facts = decision?.facts.slice(0, MOST_FACTS) ?? [];
  const buttons = decision ? decisionButtons(decision.target, status.request?.removes !== undefined) : [];
  return [
    section([...said, ...until].filter((line) => line !== '').join('\n')),
    ...(facts.length > 0 ? [{ type: 'section', fields: facts.map(factOf) } as const] : []),
    { type: 'actions', block_id: `berth:work:${i}`, elements: [...buttons, open] },
  ];
}

const factOf = ([name, value]: [DecisionFact, string]): SlackText =>
  mrkdwn(`*${DECISION_LABELS[name]}*\n${escapeMrkdwn(value, LONGEST_FACT)}`);

/** A request in two lines, with a link to its page. */
function summary(status: RequestStatus, at: At): string {
  const { phase, step, waitingOn } = status;
  const waits = waitingOn ? `waits for ${waitingOn.who.join(', ') || waitingOn.kind}: ${waitingOn.text}` : '';
  return [
    `*${nameOf(status, at)}*`,
    `${phase}, at ${STEP_TITLES[step]}${waits ? `; ${escapeMrkdwn(waits, LONGEST_TEXT)}` : ''}`,
  ].join('\n');
}

const nameOf = ({ reference, request }: RequestStatus, at: At): string =>
  link(
    requestUrl(at, reference),
    oneLine([reference, request?.title || request?.project].filter(Boolean).join(' '), LONGEST_NAME),
  );

/** In the time zone of whoever reads it, as Slack shows it; the text stands where that cannot be. */
const when = (iso: string): string =>
  `<!date^${Math.floor(Date.parse(iso) / 1000)}^{date_short_pretty} {time}|${escapeMrkdwn(iso)}>`;

const more = (count: number, url: string): SlackBlock[] =>
  count > MOST ? [{ type: 'context', elements: [mrkdwn(link(url, 'There is more in Berth'))] }] : [];

const DIVIDER: SlackBlock = { type: 'divider' };
