import type { ActivationProof } from '../clients/directory-activation.ts';

/** What an activation link carries of the directory's proof, as one word: `<objectGUID>.<pwdLastSet>`. */
export function passwordStampOf({ guid, pwdLastSet }: ActivationProof): string {
  return `${guid}.${pwdLastSet}`;
}

/** The proof that a stamp was made of. */
export function readPasswordStamp(stamp: string): ActivationProof {
  const [guid = '', pwdLastSet = ''] = stamp.split('.');
  return { guid, pwdLastSet };
}
