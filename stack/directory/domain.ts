/*
 * The domain, made once: a Samba with our people in it and Berth's account with its delegated rights. Every run starts
 * from a copy of it.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DELEGATIONS } from '../../sandbox/directory/delegation.ts';
import { NETBIOS, REALM } from '../../sandbox/directory/seed.ts';
import { cached, obtainInto } from '../../scripts/kit/cache.ts';
import { run } from '../../scripts/kit/run.mjs';
import { makeAuthority } from '../kit/authority.ts';
import { DIRECTORY_PROGRAMS } from '../programs/directory.ts';
import { pathsOf } from '../programs/program.ts';
import { ADMINISTRATOR, asAdministrator, sidOf } from './administrator.ts';
import { changeRights, protectAdministrators } from './descriptor.ts';
import { on, sambaTool } from './samba-tool.ts';
import { addEntries, SERVICE_DN, seedEntries } from './seed.ts';
import { startServer } from './server.ts';

/** As the sandbox's; Samba's own minimum is 7 characters. */
const POLICY = ['--complexity=on', '--min-pwd-length=12', '--min-pwd-age=0'];
/** Raised when what is done to the domain changes otherwise. */
const RECIPE = 4;
const PROVISION = [
  `--realm=${REALM.toUpperCase()}`,
  `--domain=${NETBIOS}`,
  `--adminpass=${ADMINISTRATOR.password}`,
  '--server-role=dc',
  '--dns-backend=NONE',
  '--host-name=dc1',
  '--host-ip=127.0.0.1',
  '--use-rfc2307',
];

/** Copies the domain to a folder that does not exist yet; makes it first when the cache has none like it. */
export async function copyDomain(folder: string): Promise<void> {
  // Samba insists on the modes of its folders, which Node's own copy does not keep.
  const { code, output } = await run('cp', ['--archive', '--reflink=auto', await domainFolder(), folder]);
  if (code !== 0) throw new Error(`The domain could not be copied: ${output}`);
}

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
  await sambaTool(['domain', 'provision', `--targetdir=${folder}`, ...PROVISION], 'Making the directory’s domain');
  const authority = await makeAuthority(join(parent, 'tls'));
  const server = await startServer({ name: 'dc1', folder, run: parent, authority });
  try {
    const database = { folder, settings: server.settings };
    await sambaTool(['domain', 'passwordsettings', 'set', ...on(database), ...POLICY]);
    await asAdministrator(server.url, authority.cert, async (client) => {
      await addEntries(client, seedEntries());
      await protectAdministrators(client);
      await changeRights(client, await sidOf(client, SERVICE_DN), 'grant', DELEGATIONS);
    });
  } finally {
    await server.close();
  }
  return folder;
}
