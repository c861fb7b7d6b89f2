import { AlreadyExistsError, type Attribute, type Client, ConstraintViolationError, type Entry } from 'ldapts';
import {
  attribute,
  type DirectoryAccess,
  escapeValue,
  findEntries,
  readEntry,
  valuesOf,
} from '../../clients/directory.ts';
import { REFERENCE } from '../../domain/naming.ts';
import { failure } from '../failures.ts';

/** An entry that a request makes once. */
export interface Wanted {
  /** For people, e.g. `group berth-payments-leads`. */
  readonly what: string;
  readonly dn: string;
  readonly attributes: readonly Attribute[];
  readonly marker: { readonly name: string; readonly reference: string };
  /** sAMAccountName, for what is unique in the whole domain. */
  readonly account?: string;
}

const ALREADY_IN_USE = /0000202F/;
const PASSWORD_POLICY = /0000052D/;

/**
 * Makes the entry, or finds the one an earlier attempt of the same request made.
 * @throws AccountConflict when the name belongs to anything else.
 */
export async function ensureEntry(client: Client, access: DirectoryAccess, wanted: Wanted): Promise<void> {
  if (await isThere(client, access, wanted)) return;
  try {
    const { name, reference } = wanted.marker;
    await client.add(wanted.dn, [...wanted.attributes, attribute(name, reference)]);
  } catch (error) {
    if (isPolicy(error)) throw policyFailure(wanted, error);
    if (!isTaken(error)) throw error;
    if (!(await isThere(client, access, wanted))) throw conflict(wanted, 'the name is taken elsewhere in the domain');
  }
}

/**
 * Finds an entry that another request is to have made.
 * @throws AccountConflict when it does not stand, or the name belongs to anything else.
 */
export async function requireEntry(client: Client, access: DirectoryAccess, wanted: Wanted): Promise<void> {
  if (await isThere(client, access, wanted)) return;
  const { what, marker } = wanted;
  const mend = `Wait until ${marker.reference} has made it; if that was undone, ask again`;
  throw failure('AccountConflict', `${what}, which ${marker.reference} was to make, does not stand. ${mend}`);
}

async function isThere(client: Client, access: DirectoryAccess, wanted: Wanted): Promise<boolean> {
  const { name, reference } = wanted.marker;
  const found = await holdersOf(client, access, wanted);
  if (found.length === 0) return false;
  const markers = found.flatMap((entry) => valuesOf(entry, name));
  if (found.length === 1 && markers.includes(reference)) return true;
  const other = markers.find((marker) => REFERENCE.test(marker));
  throw conflict(wanted, other ? `it was made for ${other}` : 'Berth did not make it');
}

async function holdersOf(client: Client, access: DirectoryAccess, { dn, account, marker }: Wanted): Promise<Entry[]> {
  if (account === undefined) {
    const entry = await readEntry(client, dn, [marker.name]);
    return entry ? [entry] : [];
  }
  const filter = `(|(sAMAccountName=${escapeValue(account)})(distinguishedName=${escapeValue(dn)}))`;
  return findEntries(client, access.config.baseDn, filter, [marker.name]);
}

function isTaken(error: unknown): boolean {
  if (error instanceof AlreadyExistsError) return true;
  return error instanceof ConstraintViolationError && ALREADY_IN_USE.test(error.message);
}

function isPolicy(error: unknown): error is Error {
  return error instanceof ConstraintViolationError && PASSWORD_POLICY.test(error.message);
}

function conflict({ what }: Wanted, why: string): Error {
  const mend = 'Choose another name in the plan, or have its owner hand it over';
  return failure('AccountConflict', `${what} exists already and is not of this request: ${why}. ${mend}`);
}

function policyFailure({ what }: Wanted, cause: Error): Error {
  const message = `${what}: the domain's password policy refuses Berth's random passwords. Loosen it for new accounts`;
  return failure('Configuration', message, { cause });
}
