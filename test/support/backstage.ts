/* Berth's API over standing requests, and a real Backstage in front of it whose guest is Dana. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { freePorts } from '../../scripts/kit/ports.ts';
import { alsoOfBackstage } from '../../src/auth/backstage-tokens.ts';
import { createBearerVerifier } from '../../src/auth/bearer.ts';
import { renderChange } from '../../src/domain/render/change.ts';
import { type RunningBackstage, startBackstage } from '../../stack/backstage/backstage.ts';
import type { StackContext } from '../../stack/kit/context.ts';
import { startTestApi, type TestApi } from './api.ts';
import { type StandingRequests, startStandingRequests } from './standing-request.ts';
import { CATALOGUE, fleet, workedExample } from './worked-example.ts';

/** With the environment of the worked example. */
const STANDING = fleet(
  Object.fromEntries(
    renderChange(workedExample(), fleet(), CATALOGUE).files.map(({ path, content }) => [path, content]),
  ),
);

export interface BackstageAround {
  readonly requests: StandingRequests;
  readonly api: TestApi;
  /** Where Berth answers. */
  readonly berth: string;
  readonly backstage: RunningBackstage;
  close(): Promise<void>;
}

/** @param entities files with entities of Backstage's catalogue. @throws MissingPrograms */
export async function startAround(context: StackContext, entities: readonly string[] = []): Promise<BackstageAround> {
  const [port = 0] = await freePorts(1);
  const requests = await startStandingRequests();
  const api = await startTestApi(requests.env.client, { readFromFleet: async (read) => read(STANDING) });
  const ofIssuer = createBearerVerifier({ ...api.deps.config.auth, issuer: api.issuer.url });
  Object.assign(api.deps, { verifyBearer: alsoOfBackstage(ofIssuer, `http://127.0.0.1:${port}`) });
  const server = serve({ fetch: api.app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const berth = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const berthToken = await readingToken(api);
  const backstage = await startBackstage(context, { berth, port, person: 'dana', berthToken, entities });
  return {
    requests,
    api,
    berth,
    backstage,
    close: async () => {
      await backstage.close();
      server.close();
      await api.close();
      await requests.close();
    },
  };
}

/** What its catalogue reads by. */
async function readingToken(api: TestApi): Promise<string> {
  const order = { name: 'backstage', readsAll: true, days: 1 };
  const made = await api.call('olga', 'POST', '/api/service-tokens', order);
  return ((await made.json()) as { token: string }).token;
}
