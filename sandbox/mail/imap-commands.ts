import type { CommandHandler, ImapCommand, ImapConnection, ImapResponse, ImapServer } from 'hoodiecrow-imap';
import type { SandboxContext } from '../kit/context.ts';
import type { Fault } from '../kit/faults.ts';

const WRITES = /^(UID )?(STORE|MOVE|COPY|EXPUNGE)$|^(APPEND|CREATE|DELETE|RENAME)$/;

/** Makes every IMAP command ask for faults first, and every writing one tell the write log before its reply. */
export function watchCommands(server: ImapServer, address: string, context: SandboxContext): void {
  const original = server.getCommandHandler.bind(server);
  server.getCommandHandler = (command) => {
    const handler = original(command);
    return handler && watched(handler, address, context);
  };
}

function watched(handler: CommandHandler, address: string, context: SandboxContext): CommandHandler {
  return (connection, parsed, data, callback) => {
    const what = describe(parsed, address);
    const fault = context.faults.take('mail', what);
    const run = () => runCommand({ connection, parsed, data, callback, handler, fault, what, context });
    if (fault?.delayMs) setTimeout(run, fault.delayMs);
    else run();
  };
}

interface Call {
  readonly connection: ImapConnection;
  readonly parsed: ImapCommand;
  readonly data: string;
  readonly callback: () => void;
  readonly handler: CommandHandler;
  readonly fault: Fault | undefined;
  readonly what: string;
  readonly context: SandboxContext;
}

function runCommand(call: Call): void {
  const { connection, parsed, fault } = call;
  if (fault?.cut) {
    connection.socket?.destroy();
    call.callback();
  } else if (fault?.status) {
    const text = fault.message ?? `fault ${fault.status}`;
    connection.send({ tag: parsed.tag, command: 'NO', attributes: [{ type: 'TEXT', value: text }] });
    call.callback();
  } else if (WRITES.test(parsed.command.toUpperCase())) {
    runWrite(call);
  } else {
    call.handler(connection, parsed, call.data, call.callback);
  }
}

/** Holds the replies back until the write log has been told, so that a test can kill somebody in between. */
function runWrite(call: Call): void {
  const { connection, parsed } = call;
  const held: [ImapResponse, ...unknown[]][] = [];
  connection.send = (...reply) => void held.push(reply);
  call.handler(connection, parsed, call.data, () => {
    const done = held.some(([reply]) => reply.tag === parsed.tag && reply.command === 'OK');
    void reply(call, held, done).then(call.callback);
  });
}

async function reply(call: Call, held: [ImapResponse, ...unknown[]][], done: boolean): Promise<void> {
  const { connection, context } = call;
  const write = done ? await context.writes.effect('mail', call.what) : undefined;
  Reflect.deleteProperty(connection, 'send');
  if (call.fault?.lostReply) connection.socket?.destroy();
  for (const response of held) connection.send(...response);
  if (write) await context.writes.replied(write);
}

/** `IMAP MOVE requests@example.test 3 Processed`; never the arguments of a login. */
function describe(parsed: ImapCommand, address: string): string {
  const command = parsed.command.toUpperCase().replace(/^UID /, '');
  const told = /LOGIN|AUTHENTICATE|APPEND/.test(command) ? [] : (parsed.attributes ?? []);
  const words = told.flat().map((attribute) => attribute?.value ?? '');
  return ['IMAP', command, address, ...words].join(' ');
}
