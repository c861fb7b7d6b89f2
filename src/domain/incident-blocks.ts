/* The one message of an incident in Slack: what it is, whom it concerns, and a button that has all of it tried again. */
import { INCIDENT_KEY } from './incident-key.ts';
import { describeRetry, type IncidentNews, incidentLine } from './incident-text.ts';
import { escapeMrkdwn, mrkdwn, plain, type SlackBlock, section } from './slack-text.ts';

export const RETRY_ALL_ACTION = 'berth:retry-all';

/** Where people read on. */
export interface IncidentPages {
  readonly request: (reference: string) => string;
  readonly incident: (key: string) => string;
}

export function incidentBlocks(news: IncidentNews, pages: IncidentPages): SlackBlock[] {
  const { key, retry, isOver } = news;
  const said = [...facts(news, pages), ...(retry ? [escapeMrkdwn(describeRetry(retry))] : [])];
  return [
    section(`*${escapeMrkdwn(incidentLine(news))}*`),
    { type: 'context', elements: said.map(mrkdwn) },
    ...(isOver ? [] : [retryButton(key)]),
  ];
}

function facts({ key, count, references, isOver }: IncidentNews, pages: IncidentPages): string[] {
  if (isOver) return [`Incident ${key}`];
  const links = references.map((reference) => `<${pages.request(reference)}|${reference}>`).join(', ');
  const others = count > references.length ? ` and ${count - references.length} more` : '';
  return [`<${pages.incident(key)}|Incident ${key}>: \`berth incident show ${key}\``, `${links}${others}`];
}

const retryButton = (key: string): SlackBlock => ({
  type: 'actions',
  block_id: 'berth:incident',
  elements: [{ type: 'button', action_id: RETRY_ALL_ACTION, text: plain('Retry all'), value: key }],
});

/** The incident whose button this is; null for any other button. Who pressed it is Slack's to say. */
export const readRetryButton = (actionId: string, value: string): string | null =>
  actionId === RETRY_ALL_ACTION && INCIDENT_KEY.test(value) ? value : null;
