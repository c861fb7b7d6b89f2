/** Where the mailbox reader files mail once it has done what it asks for; moved back to INBOX, a mail is read anew. */
export const FOLDERS = { processed: 'Processed', rejected: 'Rejected', ignored: 'Ignored', held: 'Held' } as const;
