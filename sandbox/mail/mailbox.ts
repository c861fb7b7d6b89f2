import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import hoodiecrow, { type ImapConnection, type ImapServer } from 'hoodiecrow-imap';
import type { SandboxContext } from '../kit/context.ts';
import { watchCommands } from './imap-commands.ts';

export interface MailAccount {
  readonly address: string;
  readonly password: string;
}

/** One mailbox with its own IMAP server: hoodiecrow keeps one storage for all its users. */
export interface Mailbox {
  readonly address: string;
  readonly url: string;
  deliver(raw: Buffer): void;
  /** Raw messages of a folder, oldest first; empty when there is no such folder. */
  folder(path: string): Buffer[];
  /** Where a raw message lies; undefined when it is in no folder any more. */
  folderOf(raw: string): string | undefined;
  close(): Promise<void>;
}

const PLUGINS = [
  'ID',
  'SASL-IR',
  'AUTH-PLAIN',
  'NAMESPACE',
  'IDLE',
  'ENABLE',
  'CONDSTORE',
  'LITERALPLUS',
  'UNSELECT',
  'SPECIAL-USE',
  'CREATE-SPECIAL-USE',
  'MOVE',
  'UIDPLUS',
];

export async function startMailbox(context: SandboxContext, account: MailAccount, port = 0): Promise<Mailbox> {
  const { address, password } = account;
  const server = hoodiecrow({
    plugins: PLUGINS,
    secureConnection: true,
    credentials: { key: context.tls.key, cert: context.tls.cert },
    users: { [address]: { password } },
    // The default, 1 for ever, would make a reader's stored cursor skip mail after a restart.
    storage: { INBOX: { uidvalidity: uidValidity() }, '': { separator: '/', folders: {} } },
  });
  watchCommands(server, address, context);
  const sockets = trackSockets(server);
  server.server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    address,
    url: `imaps://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    deliver: (raw) => server.appendMessage('INBOX', [], internalDate(new Date()), raw.toString('latin1')),
    folder: (path) => (server.getMailbox(path)?.messages ?? []).map((message) => Buffer.from(message.raw, 'latin1')),
    folderOf: (raw) =>
      Object.entries(server.folderCache).find(([, { messages }]) => messages.some((m) => m.raw === raw))?.[0],
    close: () => closeAll(server, sockets),
  };
}

function trackSockets(server: ImapServer): Set<Socket> {
  const sockets = new Set<Socket>();
  server.server.on('secureConnection', (socket: Socket) => socket.setNoDelay(true));
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.connectionHandlers.push((connection) => endIdleOnClose(connection));
  return sockets;
}

/** hoodiecrow leaves a 30-minute timer behind when a connection dies in IDLE; DONE clears it. */
function endIdleOnClose(connection: ImapConnection): void {
  connection.socket?.prependListener('close', () => {
    if (connection.inputHandler) connection.inputHandler('DONE');
  });
}

async function closeAll(server: ImapServer, sockets: Set<Socket>): Promise<void> {
  const closed = once(server.server, 'close');
  server.server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}

const uidValidity = () => Math.floor(Date.now() / 100) % 2 ** 32;

/** The only form that survives hoodiecrow's FETCH INTERNALDATE: `21-Nov-2026 09:12:00 +0000`. */
function internalDate(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}-${month}-${year} ${time} +0000`;
}
