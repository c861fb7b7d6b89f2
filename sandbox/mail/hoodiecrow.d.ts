/** The part of hoodiecrow-imap 2.1 that the sandbox uses; the package has no types of its own. */
declare module 'hoodiecrow-imap' {
  import type { Server, Socket } from 'node:net';

  export interface ImapAtom {
    readonly type: string;
    readonly value: string;
  }
  export interface ImapCommand {
    readonly tag: string;
    readonly command: string;
    readonly attributes?: readonly (ImapAtom | readonly ImapAtom[] | null)[];
  }
  export interface ImapResponse {
    readonly tag: string;
    readonly command?: string;
    readonly attributes: readonly unknown[];
  }
  export interface ImapConnection {
    socket: Socket | null;
    inputHandler: ((line: string) => void) | false;
    send(response: ImapResponse, ...details: unknown[]): void;
  }
  export type CommandHandler = (
    connection: ImapConnection,
    parsed: ImapCommand,
    data: string,
    callback: () => void,
  ) => void;
  export interface ImapServer {
    readonly server: Server;
    readonly connectionHandlers: ((connection: ImapConnection) => void)[];
    getCommandHandler(command: string): CommandHandler | false;
    appendMessage(folder: string, flags: string[], internalDate: string, raw: string): void;
    readonly folderCache: Readonly<Record<string, { readonly messages: readonly { readonly raw: string }[] }>>;
    getMailbox(path: string): { readonly messages: readonly { readonly raw: string }[] } | undefined;
  }
  export default function hoodiecrow(options: Record<string, unknown>): ImapServer;
}
