import { applyChange, type Change, checkTargets } from './changes.ts';
import { isBelow, isWithin, normalDn, ownPart, parentDn, splitDn } from './dn.ts';
import { type Birth, type Entry, isA, type NamedValues, newEntry, setText, textOf } from './entry.ts';
import { LdapError, RESULT } from './result.ts';
import { checkNames, checkPassword, checkValueCounts, checkWritable, isLink, withWholeClass } from './schema.ts';

/** A write as data, so that it can be carried out again on the other server. `at` is a Windows file time. */
export type Write =
  | { kind: 'add'; dn: string; attributes: readonly NamedValues[]; birth: Birth; at: string }
  | { kind: 'modify'; dn: string; changes: readonly Change[]; at: string }
  | { kind: 'rename'; dn: string; ownPart: string; newParent?: string }
  | { kind: 'delete'; dn: string };

const ENABLED_WITHOUT_PASSWORD = '546';

/** The entries as one server shows them. */
export class Store {
  readonly #entries = new Map<string, Entry>();

  all(): Entry[] {
    return [...this.#entries.values()];
  }

  /** By name, or by `<GUID=…>`. */
  find(dn: string): Entry | undefined {
    const guid = /^<GUID=([0-9a-f-]+)>$/i.exec(dn)?.[1]?.toLowerCase();
    return guid ? this.all().find((entry) => entry.guid === guid) : this.#entries.get(normalDn(dn));
  }

  get(dn: string): Entry {
    const entry = this.find(dn);
    if (!entry) throw new LdapError(RESULT.noSuchObject, `00002030: entry does not exist: ${dn}`);
    return entry;
  }

  /** Entry and everything below. */
  within(base: string): Entry[] {
    return this.all().filter((entry) => isWithin(entry.dn, base));
  }

  /** Values as a reader sees them, the computed ones too. */
  values(entry: Entry, name: string): readonly Buffer[] {
    if (name.toLowerCase() === 'distinguishedname') return [Buffer.from(entry.dn)];
    if (name.toLowerCase() !== 'memberof') return entry.attributes.get(name.toLowerCase())?.values ?? [];
    return this.#groupsWith(entry.dn).map((group) => Buffer.from(group.dn));
  }

  /** @throws LdapError; nothing is changed then. */
  carryOut(write: Write): void {
    if (write.kind === 'add') this.#add(write);
    else if (write.kind === 'modify') this.#modify(write);
    else if (write.kind === 'rename') this.#rename(write);
    else this.#delete(write.dn);
  }

  /** Puts an entry there without any check: seeds only. */
  seed(dn: string, attributes: readonly NamedValues[], birth: Birth, password?: string): void {
    const entry = newEntry(dn, attributes, birth);
    if (password !== undefined) entry.password = password;
    this.#entries.set(normalDn(dn), entry);
  }

  #add({ dn, attributes, birth, at }: Write & { kind: 'add' }): void {
    for (const attribute of attributes) checkWritable(attribute);
    for (const attribute of attributes) checkTargets(attribute, (target) => this.find(target) !== undefined);
    checkValueCounts(attributes);
    if (this.find(dn)) throw new LdapError(RESULT.alreadyExists, `00002071: Entry ${dn} already exists`);
    if (!this.find(parentDn(dn))) {
      throw new LdapError(RESULT.noSuchObject, `00002030: Cannot add ${dn}, parent does not exist!`);
    }
    const password = attributes.find(({ name }) => name.toLowerCase() === 'unicodepwd');
    const plain = attributes.filter((attribute) => attribute !== password);
    const entry = newEntry(dn, withWholeClass(plain), birth);
    checkNames(entry, this.all());
    if (isA(entry, 'user') && !textOf(entry, 'userAccountControl')) {
      setText(entry, 'userAccountControl', ENABLED_WITHOUT_PASSWORD);
    }
    if (password) setPassword(entry, password.values[0], at);
    refuseOpenAccount(entry);
    this.#entries.set(normalDn(dn), entry);
  }

  /** All changes or none. */
  #modify({ dn, changes, at }: Write & { kind: 'modify' }): void {
    const entry = this.get(dn);
    const draft: Entry = { ...entry, attributes: new Map(entry.attributes) };
    for (const change of changes) {
      checkWritable(change);
      if (change.name.toLowerCase() === 'unicodepwd') setPassword(draft, change.values[0], at);
      else applyChange(draft, change, (target) => this.find(target) !== undefined);
    }
    checkValueCounts(draft.attributes.values());
    checkNames(
      draft,
      this.all().filter((other) => other !== entry),
    );
    refuseOpenAccount(draft);
    Object.assign(entry, draft);
  }

  #rename({ dn, ownPart: part, newParent }: Write & { kind: 'rename' }): void {
    const entry = this.get(dn);
    const parent = newParent ?? parentDn(entry.dn);
    if (!this.find(parent)) throw new LdapError(RESULT.noSuchObject, `00002030: parent does not exist: ${parent}`);
    const target = `${part},${parent}`;
    const inTheWay = this.find(target);
    if (inTheWay && inTheWay !== entry) throw new LdapError(RESULT.alreadyExists, `Entry ${target} already exists`);
    if (isBelow(target, entry.dn)) throw new LdapError(RESULT.unwillingToPerform, `${target} is below itself`);
    const depth = splitDn(entry.dn).length;
    for (const moved of this.within(entry.dn)) {
      const above = splitDn(moved.dn).slice(0, splitDn(moved.dn).length - depth);
      this.#moveTo(moved, [...above, target].join(','));
    }
    const [key, value] = ownPart(target);
    setText(entry, key, value);
    setText(entry, 'name', value);
  }

  #delete(dn: string): void {
    const entry = this.get(dn);
    if (this.within(entry.dn).length > 1) {
      throw new LdapError(RESULT.notAllowedOnNonLeaf, '00002015: Unable to delete a non-leaf node');
    }
    this.#entries.delete(normalDn(entry.dn));
    this.#relink(entry.dn, undefined);
  }

  #moveTo(entry: Entry, dn: string): void {
    const before = entry.dn;
    this.#entries.delete(normalDn(before));
    entry.dn = dn;
    this.#entries.set(normalDn(dn), entry);
    this.#relink(before, dn);
  }

  /** Lets every link to `before` follow to `after`, or go. */
  #relink(before: string, after: string | undefined): void {
    for (const entry of this.all()) {
      for (const [key, { name, values }] of entry.attributes) {
        if (!isLink(name) || !values.some((value) => pointsTo(value, before))) continue;
        const kept = values.flatMap((value) =>
          pointsTo(value, before) ? (after ? [Buffer.from(after)] : []) : [value],
        );
        if (kept.length > 0) entry.attributes.set(key, { name, values: kept });
        else entry.attributes.delete(key);
      }
    }
  }

  #groupsWith(dn: string): Entry[] {
    return this.all().filter((entry) => entry.attributes.get('member')?.values.some((value) => pointsTo(value, dn)));
  }
}

const pointsTo = (value: Buffer, dn: string) => normalDn(value.toString('utf8')) === normalDn(dn);

function setPassword(entry: Entry, raw: Buffer | undefined, at: string): void {
  entry.password = checkPassword(raw, entry);
  setText(entry, 'pwdLastSet', at);
}

/** AD enables no account that has no password, unless PASSWD_NOTREQD (32) is set. */
function refuseOpenAccount(entry: Entry): void {
  const control = Number(textOf(entry, 'userAccountControl') ?? 2);
  if (isA(entry, 'user') && entry.password === undefined && (control & 2) === 0 && (control & 32) === 0) {
    throw new LdapError(RESULT.unwillingToPerform, '0000052D: an enabled account needs a password');
  }
}
