/** The API's composition root: configuration -> clients -> app -> server. `node src/api/main.ts --config berth.yaml` */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { readCatalogue } from '../clients/catalogue.ts';
import { connectTemporal } from '../clients/temporal.ts';
import { trustAlso } from '../clients/trust.ts';
import { configFlag, explainEnd } from '../command-line.ts';
import { type Config, loadConfig } from '../config.ts';
import { createApi } from './app.ts';
import { createBackground } from './background.ts';
import { createEvents } from './events/events.ts';
import { createOutside } from './outside.ts';
import { listen } from './server.ts';
import { openSlackSocket } from './webhooks/slack-socket.ts';

const CATALOGUE = join(import.meta.dirname, '..', '..', 'catalogue');
const PORTAL = join(import.meta.dirname, '..', '..', 'dist', 'portal');

/** A running API. */
export interface RunningApi {
  readonly url: string;
  /** Takes no new calls, finishes those it has, then lets go of Temporal. */
  close(): Promise<void>;
}

/**
 * Starts the API on `api.host` and `api.port` of the configuration.
 * @throws when Temporal does not answer or the port is taken.
 */
export async function startApi(config: Config): Promise<RunningApi> {
  if (config.caFile) trustAlso(config.caFile);
  const client = await connectTemporal(config.temporal);
  const log = pino({ name: 'berth-api' }, pino.destination({ dest: 2, sync: true }));
  const background = createBackground(log);
  const events = createEvents(client);
  const outside = createOutside(config, readCatalogue(CATALOGUE), client);
  const deps = { config, client, log, background, events, portalFolder: PORTAL, ...outside };
  const app = createApi(deps);
  const server = await listen(app.fetch, config.api);
  const url = `http://${config.api.host}:${(server.address() as AddressInfo).port}`;
  const slackSocket = openSlackSocket(deps);
  log.info({ url }, 'the API is up');
  return {
    url,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await events.close();
      await slackSocket?.close();
      await closed;
      await background.settled();
      await client.connection.close();
    },
  };
}

async function main(): Promise<void> {
  const api = await startApi(loadConfig(configFlag()));
  process.stdout.write(`${JSON.stringify({ url: api.url })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void api.close());
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    process.stderr.write(`${explainEnd('The API cannot start', error)}\n`);
    process.exitCode = 1;
  });
}
