/*
 * Which rights an entry of the directory carries for us, read from its security descriptor (MS-DTYP 2.4): what was
 * delegated can be seen before anything is written.
 */
import { type BerWriter, type Client, Control, NoSuchObjectError } from 'ldapts';

/** One right, as access control entries name it. Identifiers are GUIDs of AD's schema, in lower case. */
export interface AccessRight {
  /** Bit of MS-ADTS 5.1.3.2. */
  readonly mask: number;
  /** Class that is made, attribute that is written, or extended right; absent: the right needs none. */
  readonly object?: string;
  /** Class of the entries below for which it counts; absent: it counts on the entry itself. */
  readonly below?: string;
}

/** Tells whether we have a right on the entry it was read from. */
export type RightsReader = (right: AccessRight) => boolean;

/** Bits of MS-ADTS 5.1.3.2. */
export const ACCESS = { createChild: 0x1, writeProperty: 0x20, controlAccess: 0x100, delete: 0x10000 } as const;

interface AccessEntry {
  readonly allows: boolean;
  readonly mask: number;
  readonly object: string | undefined;
  readonly below: string | undefined;
  readonly inherits: boolean;
  readonly onlyBelow: boolean;
  readonly sid: string;
}

const DESCRIPTOR = 'nTSecurityDescriptor';
const TOKEN_GROUPS = 'tokenGroups';
const LIST_ONLY = Buffer.from([0x30, 0x03, 0x02, 0x01, 0x04]);
const OCTET_STRING = 4;
const KINDS: Readonly<Record<number, { allows: boolean; withTypes: boolean }>> = {
  0: { allows: true, withTypes: false },
  1: { allows: false, withTypes: false },
  5: { allows: true, withTypes: true },
  6: { allows: false, withTypes: true },
};
const FLAG = { inheritedByContainers: 0x2, onlyBelow: 0x8 } as const;
const HAS_OBJECT = 1;
const HAS_CLASS = 2;
const GUID_BYTES = 16;
const GENERIC_ALL = 0x10000000;

/** Without it, AD shows the whole descriptor only to those who may read the audit rules too. */
class ListOfRights extends Control {
  constructor() {
    super('1.2.840.113556.1.4.801', { critical: true });
  }
  override writeControl(writer: BerWriter): void {
    writer.writeBuffer(LIST_ONLY, OCTET_STRING);
  }
}

/** Reads what the signed-in account may do on the entry; null when it does not exist or shows no rights. */
export async function readRights(client: Client, dn: string): Promise<RightsReader | null> {
  const [descriptor] = await readBytes(client, dn, DESCRIPTOR);
  if (!descriptor) return null;
  const ours = new Set((await readBytes(client, '', TOKEN_GROUPS)).map((sid) => sid.toString('hex')));
  const entries = accessEntries(descriptor).filter(({ sid }) => ours.has(sid));
  return (right) => {
    const fitting = entries.filter((entry) => fits(entry, right));
    return fitting.length > 0 && fitting.every(({ allows }) => allows);
  };
}

async function readBytes(client: Client, dn: string, attribute: string): Promise<Buffer[]> {
  const controls = attribute === DESCRIPTOR ? [new ListOfRights()] : [];
  const wanted = { scope: 'base' as const, attributes: [attribute], explicitBufferAttributes: [attribute] };
  try {
    const { searchEntries } = await client.search(dn, wanted, controls);
    return [searchEntries[0]?.[attribute] ?? []].flat().filter((value) => Buffer.isBuffer(value));
  } catch (error) {
    if (error instanceof NoSuchObjectError) return [];
    throw error;
  }
}

function fits(entry: AccessEntry, { mask, object, below }: AccessRight): boolean {
  if ((entry.mask & (mask | GENERIC_ALL)) === 0) return false;
  if (entry.object !== undefined && entry.object !== object) return false;
  if (below === undefined) return !entry.onlyBelow;
  return entry.inherits && (entry.below === undefined || entry.below === below);
}

function accessEntries(descriptor: Buffer): AccessEntry[] {
  const list = descriptor.readUInt32LE(16);
  if (list === 0) return [];
  const entries: AccessEntry[] = [];
  let at = list + 8;
  for (let left = descriptor.readUInt16LE(list + 4); left > 0; left -= 1) {
    const size = descriptor.readUInt16LE(at + 2);
    const entry = accessEntry(descriptor.subarray(at, at + size));
    if (entry) entries.push(entry);
    at += size;
  }
  return entries;
}

/** Entries about audit or conditions say nothing of what we may do. */
function accessEntry(bytes: Buffer): AccessEntry | undefined {
  const kind = KINDS[bytes.readUInt8(0)];
  if (!kind) return undefined;
  const flags = bytes.readUInt8(1);
  const types = kind.withTypes ? bytes.readUInt32LE(8) : 0;
  let at = kind.withTypes ? 12 : 8;
  const guid = (bit: number) => {
    if ((types & bit) === 0) return undefined;
    at += GUID_BYTES;
    return guidText(bytes.subarray(at - GUID_BYTES, at));
  };
  const object = guid(HAS_OBJECT);
  const below = guid(HAS_CLASS);
  return {
    allows: kind.allows,
    mask: bytes.readUInt32LE(4),
    object,
    below,
    inherits: (flags & FLAG.inheritedByContainers) !== 0,
    onlyBelow: (flags & FLAG.onlyBelow) !== 0,
    sid: bytes.subarray(at).toString('hex'),
  };
}

/** AD's byte order: the first three groups are little-endian. */
function guidText(bytes: Buffer): string {
  const part = (from: number, to: number) => bytes.subarray(from, to);
  const reversed = [part(0, 4), part(4, 6), part(6, 8)].map((group) => Buffer.from(group.toReversed()));
  return [...reversed, part(8, 10), part(10, 16)].map((group) => group.toString('hex')).join('-');
}
