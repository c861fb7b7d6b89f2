/* Rights in the form in which AD tells them: `nTSecurityDescriptor` (MS-DTYP 2.4.6) and `tokenGroups`. */
import { ATTRIBUTE_IDS, CLASS_IDS, type Delegation, RESET_PASSWORD_ID } from './delegation.ts';
import { normalDn } from './dn.ts';
import { type Entry, guidBytes } from './entry.ts';

const ALLOW_OBJECT = 5;
const INHERITED_BY_CONTAINERS = 2;
const ONLY_BELOW = 8;
const MASK = { make: 0x1, write: 0x20, reset: 0x100, move: 0x10000 } as const;
const HAS_OBJECT = 1;
const HAS_CLASS = 2;
const SELF_RELATIVE_WITH_LIST = 0x8004;
const HEADER_BYTES = 20;

/** The access control entries that `entry` itself carries for the account with this SID. */
export function securityDescriptor(granted: Iterable<Delegation>, entry: Entry, sid: Buffer): Buffer {
  const own = [...granted].filter(({ on }) => normalDn(on) === normalDn(entry.dn));
  const aces = own.map((right) => accessEntry(right, sid));
  const list = Buffer.alloc(8);
  list.writeUInt8(4, 0);
  list.writeUInt16LE(8 + aces.reduce((sum, ace) => sum + ace.length, 0), 2);
  list.writeUInt16LE(aces.length, 4);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(1, 0);
  header.writeUInt16LE(SELF_RELATIVE_WITH_LIST, 2);
  header.writeUInt32LE(HEADER_BYTES, 16);
  return Buffer.concat([header, list, ...aces]);
}

/** One access control entry for the account with this SID. */
export function accessEntry({ right, of, attribute }: Delegation, sid: Buffer): Buffer {
  const objects = {
    make: CLASS_IDS[of],
    write: attribute && ATTRIBUTE_IDS[attribute],
    reset: RESET_PASSWORD_ID,
    move: undefined,
  };
  const object = objects[right];
  const onlyBelow = right !== 'make';
  const types = [...(object ? [object] : []), ...(onlyBelow ? [CLASS_IDS[of]] : [])].map(guidBytes);
  const head = Buffer.alloc(12);
  head.writeUInt8(ALLOW_OBJECT, 0);
  head.writeUInt8(INHERITED_BY_CONTAINERS | (onlyBelow ? ONLY_BELOW : 0), 1);
  head.writeUInt16LE(12 + 16 * types.length + sid.length, 2);
  head.writeUInt32LE(MASK[right], 4);
  head.writeUInt32LE((object ? HAS_OBJECT : 0) | (onlyBelow ? HAS_CLASS : 0), 8);
  return Buffer.concat([head, ...types, sid]);
}
