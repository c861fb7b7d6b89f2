import type { NotificationActivities } from '../contracts.ts';
import type { NotificationDeps } from './deps.ts';
import { createMailActivities } from './mail.ts';
import { createSlackActivities } from './slack.ts';

/** Messages to people, by mail and in Slack. */
export function createNotificationActivities(deps: NotificationDeps): NotificationActivities {
  return { ...createMailActivities(deps), ...createSlackActivities(deps) };
}
