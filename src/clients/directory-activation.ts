/*
 * How a new person gets their own password. A must-change account cannot bind in AD, so the account has a random
 * password that nobody knows, and a mailed link stands for "still exactly the password that Berth set": it carries
 * what `activationProof` returned, and is good for nothing once the password has changed.
 */
import { Change, type Client, ConstraintViolationError } from 'ldapts';
import { type DirectoryAccess, passwordAttribute, valueOf, withDirectory } from './directory.ts';
import { findUser } from './directory-people.ts';

/** Which account, with which password set when. */
export interface ActivationProof {
  /** objectGUID in hexadecimal: an account of the same name made later is another one. */
  readonly guid: string;
  /** Windows file time. */
  readonly pwdLastSet: string;
}

export type ActivationOutcome = 'set' | 'weak-password' | 'unknown' | 'used';

/** What an activation link must carry; null when there is no such enabled account. */
export async function activationProof(access: DirectoryAccess, id: string): Promise<ActivationProof | null> {
  return withDirectory(access, async (client) => (await findProven(client, access, id))?.proof ?? null);
}

/**
 * Sets the password a person chose on the activation page. `used`: the password was changed since the link was made.
 */
export async function activateAccount(
  access: DirectoryAccess,
  input: { id: string; password: string; proof: ActivationProof },
): Promise<ActivationOutcome> {
  return withDirectory(access, async (client) => {
    const user = await findProven(client, access, input.id);
    if (!user) return 'unknown';
    const fresh = user.proof.guid === input.proof.guid && user.proof.pwdLastSet === input.proof.pwdLastSet;
    return fresh ? replacePassword(client, user.dn, input.password) : 'used';
  });
}

async function findProven(
  client: Client,
  access: DirectoryAccess,
  id: string,
): Promise<{ dn: string; proof: ActivationProof } | null> {
  const user = await findUser(client, access, { id }, ['objectGUID', 'pwdLastSet']);
  if (!user) return null;
  const guid = user.entry['objectGUID'];
  return {
    dn: user.dn,
    proof: { guid: Buffer.isBuffer(guid) ? guid.toString('hex') : '', pwdLastSet: valueOf(user.entry, 'pwdLastSet') },
  };
}

async function replacePassword(client: Client, dn: string, password: string): Promise<'set' | 'weak-password'> {
  try {
    await client.modify(dn, new Change({ operation: 'replace', modification: passwordAttribute(password) }));
    return 'set';
  } catch (error) {
    if (error instanceof ConstraintViolationError) return 'weak-password';
    throw error;
  }
}
