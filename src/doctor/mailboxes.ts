import { connectMailbox, type ImapMailbox } from '../clients/imap.ts';
import type { Config } from '../config.ts';
import { FOLDERS } from '../domain/mail-folders.ts';
import { type Finding, Missing, missingOf, tryFirst, tryOut } from './finding.ts';

/** Made and deleted again where Berth's own folders are not there yet. */
const PROBE_FOLDER = 'Berth-doctor';

/** Each mailbox: login, folders, and word of new mail without polling. */
export async function checkMailboxes(config: Pick<Config, 'mailboxes' | 'caFile'>): Promise<Finding[]> {
  const found = await Promise.all(config.mailboxes.map((mailbox) => checkMailbox(mailbox, config.caFile)));
  return found.flat();
}

function checkMailbox(mailbox: Config['mailboxes'][number], caFile: string | undefined): Promise<Finding[]> {
  const system = `mailbox ${mailbox.name}`;
  const login = async () => {
    const box = await connectMailbox(mailbox, caFile).catch((error: unknown) => {
      throw new Missing(`${(error as Error).message}. Check imap, user and passwordFile of this mailbox, and caFile.`);
    });
    return { detail: `${mailbox.imap} as ${mailbox.user}`, value: box };
  };
  return tryFirst(system, 'login', login, async (box) => {
    try {
      return [
        await tryOut(system, 'folders', () => checkFolders(box)),
        await tryOut(system, 'rights', () => checkRights(box)),
        await tryOut(system, 'IDLE', () => checkIdle(box)),
      ];
    } finally {
      await box.close();
    }
  });
}

async function checkFolders(box: ImapMailbox): Promise<string> {
  const missing = missingOf(Object.values(FOLDERS), await box.folders());
  if (missing.length === 0) return 'all there';
  try {
    await box.tryFolder(PROBE_FOLDER);
  } catch (error) {
    throw new Missing(
      `${missing.join(', ')} missing and not to be made: ${(error as Error).message}. Make them by hand.`,
    );
  }
  return `${missing.join(', ')} will be made`;
}

/** What filing a mail takes, as letters of RFC 4314: read, mark, and take away here; put in there. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  INBOX: ['r', 's', 't', 'e'],
  ...Object.fromEntries(Object.values(FOLDERS).map((folder) => [folder, ['i']])),
};

async function checkRights(box: ImapMailbox): Promise<string> {
  const present = new Set(await box.folders());
  const missing: string[] = [];
  for (const [folder, needed] of Object.entries(NEEDED)) {
    if (!present.has(folder)) continue;
    const rights = await box.rights(folder);
    if (rights === undefined) return 'the server does not tell';
    const lacking = missingOf(needed, rights);
    if (lacking.length > 0) missing.push(`"${lacking.join('')}" in ${folder}`);
  }
  if (missing.length === 0) return 'may read, mark and move mail';
  throw new Missing(
    `Berth lacks the rights ${missing.join(', ')} (letters of RFC 4314): without them mail is not filed.`,
  );
}

async function checkIdle(box: ImapMailbox): Promise<string> {
  if (box.can('IDLE')) return 'new mail is told at once';
  throw new Missing('The server does not offer IDLE, which Berth waits for mail with: switch it on.');
}
