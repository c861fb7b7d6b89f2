/*
 * Socket Mode: Berth opens a connection, and Slack tells over it what else it posts to an address. Slack ends each
 * connection after some hours, and has several take turns: every process of the API may have one, each call goes to one.
 */
import { setTimeout } from 'node:timers/promises';
import { SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import type { Secret } from '../config.ts';
import { SILENT } from './slack.ts';
import { slackError } from './slack-errors.ts';

/** Whether Slack would open a connection. Throws ClientError. */
export async function trySlackSocket({ apiUrl, appToken }: SocketSettings): Promise<void> {
  const method = 'apps.connections.open';
  const web = new WebClient(appToken.reveal(), { ...ONCE, slackApiUrl: apiUrl, logger: SILENT });
  await web.apiCall(method).catch((error: unknown) => {
    throw slackError(error, method);
  });
}

interface SocketSettings {
  readonly apiUrl: string;
  /** App-level token, with the scope connections:write. */
  readonly appToken: Secret;
}

/** Trying again is done here, where it can be seen. */
const ONCE = { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true } as const;

export interface SlackSocket {
  /** Takes no more calls. Those that it has are the hearer's. */
  close(): Promise<void>;
}

/** Doubled with every failure in a row, up to a minute. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

interface Told {
  readonly ack: (answer?: object) => Promise<void>;
  readonly body: unknown;
}

/**
 * Keeps a connection until it is closed, and opens another whenever it ends.
 * @param hear answers a call within the three seconds that Slack waits; never throws.
 * @param tell hears of connections that begin and end, for the log.
 */
export function keepSlackSocket(
  { apiUrl, appToken }: SocketSettings,
  hear: (payload: unknown) => Promise<object | undefined>,
  tell: (what: 'open' | 'ended' | 'failed', error?: unknown) => void,
): SlackSocket {
  const stop = new AbortController();
  const client = new SocketModeClient({
    appToken: appToken.reveal(),
    clientOptions: { ...ONCE, slackApiUrl: apiUrl },
    // Its own way of coming back gives up when Slack cannot be reached.
    autoReconnectEnabled: false,
    logger: SILENT,
  });
  client.on('slack_event', ({ ack, body }: Told) => {
    void hear(body)
      .then((answer) => ack(answer))
      .catch((error: unknown) => tell('failed', error));
  });
  const kept = keepOpen(client, stop.signal, tell);
  return {
    async close() {
      stop.abort();
      if (client.websocket?.isActive()) await client.disconnect();
      await kept;
    },
  };
}

async function keepOpen(
  client: SocketModeClient,
  stop: AbortSignal,
  tell: Parameters<typeof keepSlackSocket>[2],
): Promise<void> {
  let pause = FIRST_PAUSE_MS;
  while (!stop.aborted) {
    try {
      await client.start();
      tell('open');
      pause = FIRST_PAUSE_MS;
      await new Promise<void>((resolve) => void client.once('close', () => resolve()));
      tell('ended');
    } catch (error) {
      if (!stop.aborted) tell('failed', error);
      await setTimeout(pause, undefined, { signal: stop }).catch(() => undefined);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
}
