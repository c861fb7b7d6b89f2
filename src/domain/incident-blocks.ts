/* The one message of an incident in Slack: what it is, whom it concerns, and a button that has all of it tried again. */
import { INCIDENT_KEY } from './incident-key.ts';
import { describeRetry, type IncidentNews, incidentLine } from './incident-text.ts';
import { escapeMrkdwn, type SlackBlock } from './slack-blocks.ts';

export const RETRY_ALL_ACTION = 'berth:retry-all';

/** @param pageOf the page of a request. */
export function incidentBlocks(news: IncidentNews, pageOf: (reference: string) => string): SlackBlock[] {
  const { key, retry, isOver } = news;
  const said = [...facts(news, pageOf), ...(retry ? [escapeMrkdwn(describeRetry(retry))] : [])];
  return [
    { type: 'section', text: { type: 'mrkdwn', text: `*${escapeMrkdwn(incidentLine(news))}*` } },
    { type: 'context', elements: said.map((text) => ({ type: 'mrkdwn', text })) },
    ...(isOver ? [] : [retryButton(key)]),
  ];
}

function facts({ key, count, references, isOver }: IncidentNews, pageOf: (reference: string) => string): string[] {
  if (isOver) return [`Incident ${key}`];
  const links = references.map((reference) => `<${pageOf(reference)}|${reference}>`).join(', ');
  const others = count > references.length ? ` and ${count - references.length} more` : '';
  return [`Incident ${key}: \`berth incident show ${key}\``, `${links}${others}`];
}

const retryButton = (key: string): SlackBlock => ({
  type: 'actions',
  block_id: 'berth:incident',
  elements: [
    { type: 'button', action_id: RETRY_ALL_ACTION, text: { type: 'plain_text', text: 'Retry all' }, value: key },
  ],
});

/** The incident whose button this is; null for any other button. Who pressed it is Slack's to say. */
export const readRetryButton = (actionId: string, value: string): string | null =>
  actionId === RETRY_ALL_ACTION && INCIDENT_KEY.test(value) ? value : null;
