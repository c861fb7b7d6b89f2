/* What only the domain's administrator may do and see. Berth never has this account. */
import { Attribute, Change, Client, type Entry } from 'ldapts';
import { BASE_DN, REALM } from '../../sandbox/directory/seed.ts';
import type { ShownEntry } from '../../sandbox/directory/server.ts';

export const ADMINISTRATOR = { user: `Administrator@${REALM}`, password: 'Sandbox-administrator-1' } as const;

const BINARY = ['objectGUID', 'objectSid'];
/** Those that Berth reads or writes; others change by themselves. */
const SHOWN = `objectClass cn ou name description sAMAccountName userPrincipalName displayName mail uid
  userAccountControl groupType member memberOf info employeeID businessCategory pwdLastSet objectGUID adminCount`.split(
  /\s+/,
);
const PAGE_SIZE = 500;

/** Runs `work` signed in as the administrator. */
export async function asAdministrator<T>(url: string, ca: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ url, tlsOptions: { ca } });
  try {
    await client.bind(ADMINISTRATOR.user, ADMINISTRATOR.password);
    return await work(client);
  } finally {
    await client.unbind().catch(() => {});
  }
}

/** Everything below the domain, as tests look at it. */
export async function allEntries(client: Client): Promise<ShownEntry[]> {
  const found = await client.search(BASE_DN, {
    scope: 'sub',
    attributes: SHOWN,
    explicitBufferAttributes: BINARY,
    paged: { pageSize: PAGE_SIZE },
  });
  return found.searchEntries.map(shown);
}

function shown({ dn, ...attributes }: Entry): ShownEntry {
  const present = Object.entries(attributes).filter(([, value]) => [value].flat().length > 0);
  return {
    dn,
    attributes: Object.fromEntries(present.map(([name, value]) => [name, [value].flat().map(asText)])),
  };
}

const asText = (value: string | Buffer) => (typeof value === 'string' ? value : value.toString('hex'));

/** The security identifier of an entry. */
export async function sidOf(client: Client, dn: string): Promise<Buffer> {
  const found = await client.search(dn, { scope: 'base', attributes: ['objectSid'], explicitBufferAttributes: BINARY });
  const sid = found.searchEntries[0]?.['objectSid'];
  if (!Buffer.isBuffer(sid)) throw new Error(`${dn} has no SID`);
  return sid;
}

/** The person must choose a new password, and cannot sign in before. */
export async function expirePassword(client: Client, dn: string): Promise<void> {
  const modification = new Attribute({ type: 'pwdLastSet', values: ['0'] });
  await client.modify(dn, new Change({ operation: 'replace', modification }));
}
