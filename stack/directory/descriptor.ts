/* Lists of rights of the directory's entries, in their binary form (MS-DTYP 2.4), as an administrator edits them. */
import { Attribute, type BerWriter, Change, type Client, Control } from 'ldapts';
import type { Delegation } from '../../sandbox/directory/delegation.ts';
import { accessEntry } from '../../sandbox/directory/security-descriptor.ts';
import { BASE_DN } from '../../sandbox/directory/seed.ts';

const DESCRIPTOR = 'nTSecurityDescriptor';
const HOLDER = `CN=AdminSDHolder,CN=System,${BASE_DN}`;
/** The value of MS-ADTS' LDAP_SERVER_SD_FLAGS control for "the list of rights alone", in BER. */
const LIST_ONLY = Buffer.from([0x30, 0x03, 0x02, 0x01, 0x04]);
const OCTET_STRING = 4;
const HEADER_BYTES = 20;
const CONTROL_OFFSET = 2;
const LIST_OFFSET = 16;
const LIST_IS_PROTECTED = 0x1000;
const INHERITED = 0x10;

class DescriptorParts extends Control {
  constructor() {
    super('1.2.840.113556.1.4.801', { critical: true });
  }
  override writeControl(writer: BerWriter): void {
    writer.writeBuffer(LIST_ONLY, OCTET_STRING);
  }
}

/** Gives or takes rights of the account with this SID. */
export async function changeRights(
  client: Client,
  sid: Buffer,
  what: 'grant' | 'revoke',
  rights: readonly Delegation[],
): Promise<void> {
  for (const place of new Set(rights.map(({ on }) => on))) {
    const changed = rights.filter(({ on }) => on === place).map((right) => accessEntry(right, sid));
    const before = await readDescriptor(client, place);
    const others = ownEntries(before).filter((entry) => !changed.some((each) => each.equals(entry)));
    await write(client, place, withEntries(before, what === 'grant' ? [...others, ...changed] : others));
  }
}

/**
 * Active Directory copies the rights of AdminSDHolder to every member of an administrators' group once an hour, so that
 * what is delegated on CN=Users does not reach them. Samba has no such process, so we do it once.
 */
export async function protectAdministrators(client: Client): Promise<void> {
  const rights = Buffer.from(await readDescriptor(client, HOLDER));
  // Samba's own holder lets in what is granted above it; Microsoft's does not.
  rights.writeUInt16LE(rights.readUInt16LE(CONTROL_OFFSET) | LIST_IS_PROTECTED, CONTROL_OFFSET);
  const filter = '(&(objectClass=user)(adminCount=1))';
  const { searchEntries } = await client.search(BASE_DN, { scope: 'sub', filter, attributes: ['cn'] });
  for (const { dn } of searchEntries) await write(client, dn, rights);
}

async function readDescriptor(client: Client, dn: string): Promise<Buffer> {
  const wanted = { scope: 'base' as const, attributes: [DESCRIPTOR], explicitBufferAttributes: [DESCRIPTOR] };
  const { searchEntries } = await client.search(dn, wanted, new DescriptorParts());
  const descriptor = searchEntries[0]?.[DESCRIPTOR];
  if (!Buffer.isBuffer(descriptor)) throw new Error(`${dn} shows no rights`);
  return descriptor;
}

async function write(client: Client, dn: string, descriptor: Buffer): Promise<void> {
  const modification = new Attribute({ type: DESCRIPTOR, values: [descriptor] });
  await client.modify(dn, new Change({ operation: 'replace', modification }), new DescriptorParts());
}

/** The entries of its list, without those that the server itself takes over from above. */
function ownEntries(descriptor: Buffer): Buffer[] {
  const list = descriptor.readUInt32LE(LIST_OFFSET);
  const entries: Buffer[] = [];
  let at = list + 8;
  for (let left = descriptor.readUInt16LE(list + 4); left > 0; left -= 1) {
    const size = descriptor.readUInt16LE(at + 2);
    entries.push(descriptor.subarray(at, at + size));
    at += size;
  }
  return entries.filter((entry) => (entry.readUInt8(1) & INHERITED) === 0);
}

function withEntries(descriptor: Buffer, entries: readonly Buffer[]): Buffer {
  const list = descriptor.readUInt32LE(LIST_OFFSET);
  const header = Buffer.alloc(HEADER_BYTES);
  descriptor.copy(header, 0, 0, CONTROL_OFFSET + 2);
  header.writeUInt32LE(HEADER_BYTES, LIST_OFFSET);
  const listHeader = Buffer.from(descriptor.subarray(list, list + 8));
  listHeader.writeUInt16LE(8 + entries.reduce((sum, entry) => sum + entry.length, 0), 2);
  listHeader.writeUInt16LE(entries.length, 4);
  return Buffer.concat([header, listHeader, ...entries]);
}
