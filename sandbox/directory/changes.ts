import { normalDn } from './dn.ts';
import type { Entry, NamedValues } from './entry.ts';
import { LdapError, RESULT } from './result.ts';
import { isLink, isSingleValued } from './schema.ts';

export type ChangeKind = 'add' | 'delete' | 'replace';

/** One line of a modify request. */
export interface Change extends NamedValues {
  readonly kind: ChangeKind;
}

/** Carries out one change with AD's refusals, which differ between links and plain attributes. */
export function applyChange(entry: Entry, change: Change, exists: (dn: string) => boolean): void {
  const key = change.name.toLowerCase();
  if (change.kind !== 'delete') checkTargets(change, exists);
  const current = entry.attributes.get(key) ?? { name: change.name, values: [] };
  const values = { add: added, delete: removed, replace: () => change.values }[change.kind](current, change);
  if (values.length > 0) entry.attributes.set(key, { name: current.name, values });
  else entry.attributes.delete(key);
}

/** @throws LdapError when a link points to nothing. */
export function checkTargets({ name, values }: NamedValues, exists: (dn: string) => boolean): void {
  const missing = isLink(name) ? values.map(String).find((dn) => !exists(dn)) : undefined;
  if (missing !== undefined) {
    throw new LdapError(RESULT.noSuchObject, `00000525: specified dn doesn't exist: ${missing}`);
  }
}

function added(current: NamedValues, { name, values }: Change): readonly Buffer[] {
  if (values.some((value) => holds(current, value))) {
    const code = isLink(name) ? RESULT.alreadyExists : RESULT.typeOrValueExists;
    throw new LdapError(code, `00002083: Attribute ${name} already exists for target`);
  }
  if (isSingleValued(name) && current.values.length > 0) {
    throw new LdapError(RESULT.typeOrValueExists, `00002081: SINGLE-VALUE attribute ${name} has a value`);
  }
  return [...current.values, ...values];
}

function removed(current: NamedValues, { name, values }: Change): readonly Buffer[] {
  if (values.length === 0 && current.values.length > 0) return [];
  if (values.length === 0) throw new LdapError(RESULT.noSuchAttribute, `00002085: ${name} has no values`);
  if (!values.every((value) => holds(current, value))) {
    const code = isLink(name) ? RESULT.unwillingToPerform : RESULT.noSuchAttribute;
    throw new LdapError(code, `00002085: Attribute ${name} doesn't exist for target`);
  }
  return current.values.filter((value) => !values.some((gone) => sameValue(name, gone, value)));
}

const holds = ({ name, values }: NamedValues, value: Buffer) => values.some((other) => sameValue(name, other, value));

/** Text is compared without regard to case, names as names. */
export function sameValue(attribute: string, a: Buffer, b: Buffer): boolean {
  if (isLink(attribute)) return normalDn(a.toString('utf8')) === normalDn(b.toString('utf8'));
  return a.toString('utf8').toLowerCase() === b.toString('utf8').toLowerCase();
}
