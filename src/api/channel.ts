/** Through which client a person acts; shown in the timeline, decides nothing. */
export type ApiChannel = 'api' | 'cli' | 'portal' | 'slack';

/** Names the client: `cli` or `portal`; anything else is `api`. */
export const CHANNEL_HEADER = 'Berth-Channel';

export function channelOf(headers: Headers): ApiChannel {
  const header = headers.get(CHANNEL_HEADER);
  return header === 'cli' || header === 'portal' ? header : 'api';
}
