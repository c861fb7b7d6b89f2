/* How the servers of the domain copy from each other, and how an administrator looks at it and stops it. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Attribute, Change, type Client, type Entry } from 'ldapts';
import { BASE_DN, REALM } from '../../sandbox/directory/seed.ts';
import { asAdministrator } from './administrator.ts';
import { SERVICES_OU } from './seed.ts';

const SERVERS = `CN=Servers,CN=Default-First-Site-Name,CN=Sites,CN=Configuration,${BASE_DN}`;
/** MS-DRSR: what servers that copy ask Kerberos for. */
const REPLICATION_SERVICE = 'E3514235-4B06-11D1-AB04-00C04FC2DCD2';
/** Of an attribute that is shown to nobody and means nothing here. */
const MARK = 'postalCode';
const GLOBAL_CATALOGUE = 1;
const TAKES_NOTHING_IN = 2;
const LOOK_EVERY_MS = 50;
const SETTLED_WITHIN_MS = 60_000;

const settingsDn = (server: string) => `CN=NTDS Settings,CN=${server.toUpperCase()},${SERVERS}`;

/** The GUID by which others copy from a server. */
export async function replicaIdOf(client: Client, server: string): Promise<string> {
  const entry = await read(client, settingsDn(server), 'objectGUID');
  const id = entry['objectGUID'];
  if (!Buffer.isBuffer(id)) throw new Error(`${server} has no replica id`);
  return guidText(id);
}

/** The first server of a domain is known to Kerberos by its name only, until it says what others copy from. */
export async function announce(client: Client, server: string): Promise<void> {
  const name = `${REPLICATION_SERVICE}/${await replicaIdOf(client, server)}/${REALM}`;
  const dn = `CN=${server.toUpperCase()},OU=Domain Controllers,${BASE_DN}`;
  await client.modify(dn, changed('add', 'servicePrincipalName', name));
}

/** Whether the server that the client is connected to takes in what others wrote. */
export async function setIntake(client: Client, server: string, takesIn: boolean): Promise<void> {
  const options = takesIn ? GLOBAL_CATALOGUE : GLOBAL_CATALOGUE | TAKES_NOTHING_IN;
  await client.modify(settingsDn(server), changed('replace', 'options', String(options)));
}

/** Waits until each server shows what the others hold now. @throws Error when they do not within a minute */
export async function settle(urls: readonly string[], ca: string): Promise<void> {
  for (const from of urls) {
    const mark = randomUUID();
    await asAdministrator(from, ca, (client) => client.modify(SERVICES_OU, changed('replace', MARK, mark)));
    for (const to of urls.filter((url) => url !== from))
      await asAdministrator(to, ca, (client) => untilMarked(client, mark, { from, to }));
  }
}

/** Servers copy in the order of writing, so what was written before the mark has come with it. */
async function untilMarked(client: Client, mark: string, { from, to }: { from: string; to: string }): Promise<void> {
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  while ((await read(client, SERVICES_OU, MARK))[MARK] !== mark) {
    if (Date.now() > deadline) throw new Error(`${to} does not show what was written to ${from}`);
    await delay(LOOK_EVERY_MS);
  }
}

async function read(client: Client, dn: string, attribute: string): Promise<Entry> {
  const wanted = { scope: 'base' as const, attributes: [attribute], explicitBufferAttributes: ['objectGUID'] };
  const [entry] = (await client.search(dn, wanted)).searchEntries;
  if (!entry) throw new Error(`There is no ${dn}`);
  return entry;
}

function changed(operation: 'add' | 'replace', type: string, value: string): Change {
  return new Change({ operation, modification: new Attribute({ type, values: [value] }) });
}

/** The first three groups are stored with their last byte first. */
function guidText(bytes: Buffer): string {
  const hex = (from: number, to: number) => bytes.subarray(from, to).toString('hex');
  const reversed = (from: number, to: number) => Buffer.from(bytes.subarray(from, to).toReversed()).toString('hex');
  return [reversed(0, 4), reversed(4, 6), reversed(6, 8), hex(8, 10), hex(10, 16)].join('-');
}
