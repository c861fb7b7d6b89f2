/*
 * What AD checks of an entry's content: the part of its schema that matters here, account names and passwords.
 */
import { type Entry, isA, type NamedValues, textOf } from './entry.ts';
import { LdapError, RESULT } from './result.ts';

const words = (text: string) => new Set(text.split(/\s+/));

const KNOWN =
  words(`objectclass cn ou dc name description samaccountname userprincipalname givenname sn displayname mail
  useraccountcontrol unicodepwd grouptype member memberof info employeeid employeenumber department title company
  manager managedby telephonenumber pwdlastset accountexpires othermailbox proxyaddresses businesscategory uid admincount
  objectcategory objectguid objectsid distinguishedname whencreated`);
const SINGLE =
  words(`cn ou dc name samaccountname userprincipalname useraccountcontrol employeeid mail displayname givenname
  sn grouptype pwdlastset accountexpires info manager managedby admincount`);
const SYSTEM_ONLY = words('memberof objectguid objectsid distinguishedname whencreated name');
const LINKS = words('member memberof manager managedby distinguishedname');

/** Classes that may be made, each with all classes it stands on. */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  user: ['top', 'person', 'organizationalPerson', 'user'],
  group: ['top', 'group'],
  organizationalunit: ['top', 'organizationalUnit'],
};

const MAX_USER_NAME = 20;
const MIN_PASSWORD = 12;
const MIN_CHARACTER_CLASSES = 3;
const MIN_NAME = 3;

export const isKnown = (name: string) => KNOWN.has(name.toLowerCase());
/** True when values of this attribute are distinguished names. */
export const isLink = (name: string) => LINKS.has(name.toLowerCase());
export const isSingleValued = (name: string) => SINGLE.has(name.toLowerCase());

/** @throws LdapError when the attribute is unknown, or it or the value is the directory's own. */
export function checkWritable({ name, values }: NamedValues): void {
  if (!isKnown(name)) {
    throw new LdapError(RESULT.noSuchAttribute, `attribute '${name}' was not found in the schema!`);
  }
  const setsTime = name.toLowerCase() === 'pwdlastset' && values.some((value) => value.toString() !== '0');
  if (setsTime || SYSTEM_ONLY.has(name.toLowerCase())) {
    throw new LdapError(RESULT.unwillingToPerform, `00002035: attribute '${name}' is owned by the system`);
  }
}

/**
 * The attributes with objectClass as AD stores it: whole, whatever part of it was given.
 * @throws LdapError when it is none that may be made.
 */
export function withWholeClass(attributes: readonly NamedValues[]): NamedValues[] {
  const isClass = ({ name }: NamedValues) => name.toLowerCase() === 'objectclass';
  const given = attributes.find(isClass)?.values.map((value) => value.toString('utf8').toLowerCase()) ?? [];
  const whole = Object.keys(CLASSES).find((structural) => given.includes(structural));
  const chain = whole === undefined ? undefined : CLASSES[whole];
  if (!chain || !given.every((name) => chain.some((known) => known.toLowerCase() === name))) {
    throw new LdapError(RESULT.unwillingToPerform, `0000207D: cannot make an object of class ${given.join(', ')}`);
  }
  const objectClass = { name: 'objectClass', values: chain.map((name) => Buffer.from(name)) };
  return [...attributes.filter((attribute) => !isClass(attribute)), objectClass];
}

/** @throws LdapError when an attribute has more values than it may. */
export function checkValueCounts(attributes: Iterable<NamedValues>): void {
  for (const { name, values } of attributes) {
    if (isSingleValued(name) && values.length > 1) {
      throw new LdapError(
        RESULT.typeOrValueExists,
        `0000200D: SINGLE-VALUE attribute ${name} specified more than once`,
      );
    }
  }
}

/** @throws LdapError when sAMAccountName or userPrincipalName is malformed or taken. */
export function checkNames(entry: Entry, others: readonly Entry[]): void {
  const taken = (attribute: string, value: string) =>
    others.some((other) => other !== entry && textOf(other, attribute)?.toLowerCase() === value.toLowerCase());
  const account = textOf(entry, 'sAMAccountName');
  if (account !== undefined) {
    checkAccountName(entry, account);
    if (taken('sAMAccountName', account)) {
      throw new LdapError(RESULT.alreadyExists, `00002071: samldb: samAccountName '${account}' already in use!`);
    }
  }
  const principal = textOf(entry, 'userPrincipalName');
  if (principal !== undefined && taken('userPrincipalName', principal)) {
    throw new LdapError(RESULT.constraintViolation, `0000202F: userPrincipalName '${principal}' is already in use`);
  }
}

function checkAccountName(entry: Entry, account: string): void {
  if (/["/\\[\]:;|=,+*?<>]/.test(account) || account.endsWith('.')) {
    throw new LdapError(RESULT.constraintViolation, '0000202F: sAMAccountName contains an invalid character');
  }
  if (isA(entry, 'user') && account.length > MAX_USER_NAME) {
    throw new LdapError(RESULT.constraintViolation, '0000207C: sAMAccountName is longer than 20 characters');
  }
}

/**
 * The password inside a unicodePwd value.
 * @throws LdapError when it is not quoted UTF-16LE, or too weak for this account.
 */
export function checkPassword(raw: Buffer | undefined, entry: Entry): string {
  const quoted = raw?.toString('utf16le') ?? '';
  if (quoted.length < 2 || !quoted.startsWith('"') || !quoted.endsWith('"')) {
    throw new LdapError(RESULT.unwillingToPerform, '0000001F: unicodePwd must be a quoted UTF-16LE string');
  }
  const password = quoted.slice(1, -1);
  if (isWeak(password, namesOf(entry))) {
    throw new LdapError(RESULT.constraintViolation, '0000052D: the password does not meet the password policy');
  }
  return password;
}

/** What a password may not hold: the account name, and each part of the display name. */
function namesOf(entry: Entry): string[] {
  const parts = (textOf(entry, 'displayName') ?? '').split(/[\s,.\-_#]+/);
  return [textOf(entry, 'sAMAccountName') ?? '', ...parts].filter((name) => name.length >= MIN_NAME);
}

function isWeak(password: string, names: readonly string[]): boolean {
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((pattern) => pattern.test(password)).length;
  const holdsName = names.some((name) => password.toLowerCase().includes(name.toLowerCase()));
  return password.length < MIN_PASSWORD || classes < MIN_CHARACTER_CLASSES || holdsName;
}
