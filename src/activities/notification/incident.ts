import { type IncidentPages, incidentBlocks } from '../../domain/incident-blocks.ts';
import { type IncidentNews, incidentLine, incidentReminder } from '../../domain/incident-text.ts';
import { incidentUrl, requestUrl } from '../../domain/page-url.ts';
import { announcementBlocks } from '../../domain/slack-blocks.ts';
import { escapeMrkdwn } from '../../domain/slack-text.ts';
import type { IncidentMessages } from '../contracts.ts';
import { asFailure } from './as-failure.ts';
import type { NotificationDeps } from './deps.ts';
import { metadata, postOnce } from './slack.ts';

/** The messages of incidents, in the team's channel. */
export function createIncidentMessages({
  config,
  slack,
}: Pick<NotificationDeps, 'config' | 'slack'>): IncidentMessages {
  const { channel } = config.slack;
  const pages: IncidentPages = {
    request: (reference) => requestUrl(config, reference),
    incident: (key) => incidentUrl(config, key),
  };
  const show: IncidentMessages['showIncident'] = async ({ news, post }) => {
    const content = { text: escapeMrkdwn(incidentLine(news)), blocks: incidentBlocks(news, pages) };
    if (!post || !(await slack.readMessage(post))) return postOnce(slack, channel, content, markOf(news, 'incident'));
    await slack.update(post, content);
    return { channel: post.channel, ts: post.ts };
  };
  const remind: IncidentMessages['remindOfIncident'] = async ({ news, number }) => {
    const text = incidentReminder(news);
    const [oldest = ''] = news.references;
    const content = { text: escapeMrkdwn(text), blocks: announcementBlocks(text, oldest, pages.request(oldest)) };
    await postOnce(slack, channel, content, markOf(news, `incident-reminder-${number}`));
  };
  return {
    showIncident: (order) => show(order).catch(asFailure),
    remindOfIncident: (order) => remind(order).catch(asFailure),
  };
}

/** An incident that comes back later has another beginning, and a message of its own. */
const markOf = ({ key, since }: IncidentNews, what: string) => metadata({ reference: key, what, since });
