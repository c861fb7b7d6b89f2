/* What can be wrong in the directory and with mail while a request needs accounts. */
import { Attribute, Change } from 'ldapts';
import { DELEGATIONS } from '../../sandbox/directory/delegation.ts';
import type { StackDirectory } from '../../stack/directory/directory.ts';
import type { StackMail } from '../../stack/mail/mail.ts';
import { mailAccounts } from './mail-server.ts';
import type { Trouble } from './stack-troubles.ts';

/** Of the request's newcomer, nina.berg. */
const THEIRS = 'CN=Nina Bergmann,CN=Users,DC=ad,DC=example,DC=test';
const MAKE_USERS = DELEGATIONS.filter(({ name }) => name === 'people: make users');

async function setShortestPassword(directory: StackDirectory, characters: number): Promise<void> {
  const modification = new Attribute({ type: 'minPwdLength', values: [String(characters)] });
  await directory.asAdministrator((client) =>
    client.modify(directory.baseDn, new Change({ operation: 'replace', modification })),
  );
}

/** Somebody makes an account of the planned name, the right to make users is gone, no password is long enough. */
export async function spoilDirectory(directory: StackDirectory): Promise<void> {
  const theirs = [
    new Attribute({ type: 'objectClass', values: ['user'] }),
    new Attribute({ type: 'sAMAccountName', values: ['nina.berg'] }),
  ];
  await directory.asAdministrator((client) => client.add(THEIRS, theirs));
  await directory.changeRights('revoke', MAKE_USERS);
  await setShortestPassword(directory, 200);
}

/** How each of them shows, in this order. */
export const directoryTroubles = (directory: StackDirectory): Trouble[] => [
  {
    what: 'an account of that name, not ours',
    shows: /user nina\.berg exists already and is not of this request/,
    mend: () => directory.asAdministrator((client) => client.del(THEIRS)),
  },
  {
    what: 'no right to make users',
    shows: /user nina\.berg.*Grant Berth's account the delegation/s,
    mend: () => directory.changeRights('grant', MAKE_USERS),
  },
  {
    what: 'no password is good enough',
    shows: /user nina\.berg: the domain's password policy refuses/,
    mend: () => setShortestPassword(directory, 12),
  },
];

/** How much mail Dana's mailbox holds; without limit when left out. */
export const setDanasSpace = ({ dovecot }: StackMail, quotaBytes?: number): Promise<void> =>
  dovecot.setAccounts(
    mailAccounts().map((account) =>
      account.address === 'dana@example.test' && quotaBytes !== undefined ? { ...account, quotaBytes } : account,
    ),
  );

/** What Postfix answers to RCPT for Lee; nothing in particular when left out. */
export function answerForLee({ postfix, tables }: StackMail, answer?: string): void {
  if (!postfix) throw new Error('Postfix needs root');
  postfix.setTables({ ...tables, atRecipient: answer ? { 'lee@example.test': answer } : {} });
}
