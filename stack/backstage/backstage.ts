/*
 * A real Backstage backend with Berth's modules, in memory, on loopback. People are its guests: `guest` signs somebody in by name
 * alone, which Backstage allows in development only.
 */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePorts } from '../../scripts/kit/ports.ts';
import { partFolder, type RunningPart, type StackContext } from '../kit/context.ts';
import { startDaemon } from '../kit/daemon.ts';
import { BACKSTAGE, BACKSTAGE_PROGRAMS } from '../programs/backstage.ts';
import { pathsOf } from '../programs/program.ts';

export interface RunningBackstage extends RunningPart {
  readonly url: string;
  /** A token of Backstage for the person whom it signs in. */
  signIn(): Promise<string>;
}

export interface BackstageOrder {
  /** Where Berth answers. */
  readonly berth: string;
  /** Where Backstage is to answer, when that has to be known beforehand. */
  readonly port?: number;
  /** A service token of Berth. */
  readonly berthToken?: string;
  /** The person whom it signs in: a directory id. */
  readonly person: string;
  /** Files with entities of its catalogue. */
  readonly entities?: readonly string[];
}

/** @throws MissingPrograms */
export async function startBackstage(context: StackContext, order: BackstageOrder): Promise<RunningBackstage> {
  const { backstage } = pathsOf(BACKSTAGE_PROGRAMS);
  const name = `backstage-${randomBytes(4).toString('hex')}`;
  const folder = partFolder(context, name);
  const port = order.port ?? (await freePorts(1))[0];
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'app-config.yaml');
  writeFileSync(config, stringify(appConfig(url, port as number, order)));
  const { close } = await startDaemon(context.folder, {
    name,
    program: process.execPath,
    args: [backstage, '--config', config],
    cwd: BACKSTAGE,
    env: { NODE_ENV: 'development' },
    ready: async () => (await fetch(`${url}/.backstage/health/v1/readiness`)).ok,
  });
  return { url, close, signIn: () => signIn(url) };
}

function appConfig(url: string, port: number, { berth, berthToken, person, entities = [] }: BackstageOrder): unknown {
  return {
    app: { title: 'Backstage with Berth', baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      database: { client: 'better-sqlite3', connection: ':memory:' },
      auth: { keys: [{ secret: randomBytes(24).toString('base64') }] },
    },
    auth: {
      environment: 'development',
      providers: {
        guest: { userEntityRef: `user:default/${person}`, ownershipEntityRefs: [`user:default/${person}`] },
      },
    },
    catalog: {
      rules: [{ allow: ['Template', 'System', 'Component', 'Resource', 'User', 'Group'] }],
      locations: entities.map((target) => ({ type: 'file', target })),
      processingInterval: { seconds: 5 },
    },
    berth: { baseUrl: berth, ...(berthToken === undefined ? {} : { token: berthToken }) },
  };
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/guest/refresh`, { headers: { 'x-requested-with': 'XMLHttpRequest' } });
  const { backstageIdentity } = (await answer.json()) as { backstageIdentity?: { token?: string } };
  if (!backstageIdentity?.token) throw new Error(`Backstage at ${url} signs nobody in (${answer.status})`);
  return backstageIdentity.token;
}
