/*
 * The domain, made once: a Samba with our people in it and Berth's account with its delegated rights, and a second one
 * that joined it and copies from it and to it. Every run starts from copies of both as they were at the same moment.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DELEGATIONS } from '../../sandbox/directory/delegation.ts';
import { BASE_DN, NETBIOS, REALM } from '../../sandbox/directory/seed.ts';
import { cached, obtainInto } from '../../scripts/kit/cache.ts';
import { run } from '../../scripts/kit/run.mjs';
import { allOrNone } from '../kit/all-or-none.ts';
import { type Authority, makeAuthority } from '../kit/authority.ts';
import { DIRECTORY_PROGRAMS } from '../programs/directory.ts';
import { pathsOf } from '../programs/program.ts';
import { ADMINISTRATOR, asAdministrator, sidOf } from './administrator.ts';
import { changeRights, protectAdministrators } from './descriptor.ts';
import { hostOf, makeNetwork, type Network, type Place } from './network.ts';
import { announce, replicaIdOf, settle } from './replication.ts';
import { databaseOf, sambaTool } from './samba-tool.ts';
import { addEntries, SERVICE_DN, seedEntries } from './seed.ts';
import { addressOfServer, type RunningServer, startServer } from './server.ts';

export const SERVER_NAMES = ['dc1', 'dc2'] as const;
const [FIRST, SECOND] = SERVER_NAMES;

/** As the sandbox's; Samba's own minimum is 7 characters, and the copies are to be good for years. */
const POLICY = ['--complexity=on', '--min-pwd-length=12', '--min-pwd-age=0', '--max-pwd-age=0'];
/** Raised when what is done to the domain changes otherwise. */
const RECIPE = 5;
const AS_ADMINISTRATOR = ['-U', `Administrator%${ADMINISTRATOR.password}`, '--use-kerberos=off'];
const PROVISION = [
  `--realm=${REALM.toUpperCase()}`,
  `--domain=${NETBIOS}`,
  `--adminpass=${ADMINISTRATOR.password}`,
  '--server-role=dc',
  '--dns-backend=NONE',
  `--host-name=${FIRST}`,
  '--host-ip=127.0.0.1',
  '--use-rfc2307',
];
const PARTITIONS = [BASE_DN, `CN=Configuration,${BASE_DN}`, `CN=Schema,CN=Configuration,${BASE_DN}`];
const IDS = 'replicas.json';

/**
 * Copies the databases of both servers to a folder that does not exist yet, each below its server's name; makes them
 * first when the cache has none like them.
 * @returns where they are to run
 */
export async function copyDomain(folder: string): Promise<Place[]> {
  // Samba insists on the modes of its folders, which Node's own copy does not keep.
  const { code, output } = await run('cp', ['--archive', '--reflink=auto', await domainFolder(), folder]);
  if (code !== 0) throw new Error(`The domain could not be copied: ${output}`);
  const ids = JSON.parse(readFileSync(join(folder, IDS), 'utf8')) as Record<string, string>;
  return newPlaces(ids);
}

const newPlaces = (ids: Readonly<Record<string, string>>): Promise<Place[]> =>
  Promise.all(
    SERVER_NAMES.map(async (name) => {
      const [address, replicaId] = [await addressOfServer(), ids[name]];
      return { name, address, ...(replicaId === undefined ? {} : { replicaId }) };
    }),
  );

async function domainFolder(): Promise<string> {
  const { samba } = pathsOf(DIRECTORY_PROGRAMS);
  const { output } = await run(samba, ['--version']);
  const recipe = JSON.stringify([RECIPE, output, PROVISION, POLICY, seedEntries(), DELEGATIONS]);
  const mark = createHash('sha256').update(recipe).digest('hex').slice(0, 12);
  const place = cached('stack', `samba-domain-${mark}`);
  if (!existsSync(place)) await obtainInto(place, makeDomain);
  return place;
}

async function makeDomain(parent: string): Promise<string> {
  const folder = join(parent, 'domain');
  mkdirSync(folder);
  const making = { parent, folder, authority: await makeAuthority(join(parent, 'tls')), places: await newPlaces({}) };
  await sambaTool(['domain', 'provision', `--targetdir=${join(folder, FIRST)}`, ...PROVISION], {
    label: 'Making the directory’s domain',
  });
  const ids = await joined(making);
  writeFileSync(join(folder, IDS), JSON.stringify(ids));
  await linked(making, ids);
  return folder;
}

interface Making {
  readonly parent: string;
  readonly folder: string;
  readonly authority: Authority;
  readonly places: readonly Place[];
}

/** The first server gets its content, and the second one all of it by joining. @returns how each is copied from */
async function joined(making: Making): Promise<Record<string, string>> {
  const network = makeNetwork(making.parent, making.places);
  const first = await serve(making, FIRST, network);
  try {
    const policy = ['domain', 'passwordsettings', 'set', ...databaseOf(first.settings), ...POLICY];
    await sambaTool(policy, { within: { network, folder: join(making.folder, FIRST) } });
    await asAdministrator(first.url, making.authority.cert, async (client) => {
      await addEntries(client, seedEntries());
      await protectAdministrators(client);
      await changeRights(client, await sidOf(client, SERVICE_DN), 'grant', DELEGATIONS);
      await announce(client, FIRST);
    });
    await joinSecond(making, network);
    return await asAdministrator(first.url, making.authority.cert, async (client) => ({
      [FIRST]: await replicaIdOf(client, FIRST),
      [SECOND]: await replicaIdOf(client, SECOND),
    }));
  } finally {
    await first.close();
  }
}

async function joinSecond({ folder, places }: Making, network: Network): Promise<void> {
  const address = places.find(({ name }) => name === SECOND)?.address;
  const settings = [`netbios name=${SECOND}`, `workgroup=${NETBIOS}`, `interfaces=${address}/8`, 'ldb:nosync=true'];
  const order = [
    'domain',
    'join',
    REALM,
    'DC',
    `--server=${hostOf(FIRST)}`,
    `--realm=${REALM.toUpperCase()}`,
    `--targetdir=${join(folder, SECOND)}`,
    '--dns-backend=NONE',
    '--option=bind interfaces only=yes',
    ...settings.map((setting) => `--option=${setting}`),
    ...AS_ADMINISTRATOR,
  ];
  await sambaTool(order, { label: 'Joining a second server to the domain', within: { network, folder } });
}

/** A server that joined copies from the one it joined by; the way back is asked for once. */
async function linked(making: Making, ids: Readonly<Record<string, string>>): Promise<void> {
  const places = making.places.map((place) => ({ ...place, replicaId: ids[place.name] ?? '' }));
  const network = makeNetwork(making.parent, places);
  const servers = await allOrNone(SERVER_NAMES.map((name) => serve(making, name, network)));
  try {
    const within = { network, folder: join(making.folder, FIRST) };
    const as = ['-s', servers[0]?.settings ?? '', ...AS_ADMINISTRATOR];
    for (const partition of PARTITIONS) {
      await sambaTool(['drs', 'replicate', hostOf(FIRST), hostOf(SECOND), partition, ...as], { within });
    }
    await settle(
      servers.map(({ url }) => url),
      making.authority.cert,
    );
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

function serve({ parent, folder, authority, places }: Making, name: string, network: Network): Promise<RunningServer> {
  const place = places.find((each) => each.name === name);
  if (!place) throw new Error(`${name} has no place`);
  return startServer({ place, folder: join(folder, name), run: parent, authority, network, copies: true });
}
