/** Where the mailbox reader files mail once it has done what it asks for. */
export const FOLDERS = { processed: 'Processed', rejected: 'Rejected', ignored: 'Ignored' } as const;
