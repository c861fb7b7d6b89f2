import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { SandboxContext } from '../kit/context.ts';
import type { Fault } from '../kit/faults.ts';
import { addressesIn, splitMessage, withoutPlus } from './headers.ts';
import type { MailAccount } from './mailbox.ts';

/** Postfix's usual limit. */
const MAX_BYTES = 25 * 1024 * 1024;

/** A mail that was taken; `account` is absent when it came from outside. */
export interface Accepted {
  readonly from: string;
  readonly to: readonly string[];
  readonly account?: string;
  readonly raw: Buffer;
}

export interface SmtpOptions {
  readonly context: SandboxContext;
  readonly accounts: readonly MailAccount[];
  /** True: the server other domains talk to; false: submission by accounts over TLS. */
  readonly outside: boolean;
  readonly port: number;
  deliver(mail: Accepted): Promise<void>;
}

export interface Smtp {
  readonly url: string;
  close(): Promise<void>;
}

export async function startSmtp(options: SmtpOptions): Promise<Smtp> {
  const { outside, context } = options;
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    ...(outside
      ? { secure: false, disabledCommands: ['AUTH', 'STARTTLS'] }
      : { secure: true, key: context.tls.key, cert: context.tls.cert, authOptional: false }),
    size: MAX_BYTES,
    disableReverseLookup: true,
    closeTimeout: 0,
    ...handlers(options, (session) => sockets.get(session.remotePort)?.destroy()),
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => trackSocket(sockets, socket));
  const listening = server.listen(options.port, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return {
    url: `${outside ? 'smtp' : 'smtps'}://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** By remote port: a session tells no more of its socket. */
function trackSocket(sockets: Map<number, Socket>, socket: Socket): void {
  const port = socket.remotePort ?? 0;
  sockets.set(port, socket);
  socket.once('close', () => sockets.delete(port));
}

function handlers(
  options: SmtpOptions,
  cut: (session: SMTPServerSession) => void,
): Pick<SMTPServerOptions, 'onAuth' | 'onMailFrom' | 'onRcptTo' | 'onData'> {
  return {
    onAuth(auth, _session, done) {
      const user = options.accounts.find((a) => a.address === auth.username && a.password === auth.password);
      if (user) done(null, { user: user.address });
      else done(refusal(535, '5.7.8 Authentication credentials invalid'));
    },
    onMailFrom(address, session, done) {
      const allowed = options.outside || withoutPlus(address.address) === session.user;
      done(allowed ? null : refusal(553, '5.7.1 Sender address rejected: not owned by user'));
    },
    onRcptTo(address, _session, done) {
      const known = options.accounts.some((account) => account.address === withoutPlus(address.address));
      done(known ? null : refusal(550, '5.1.1 No such user here; no mail leaves this machine'));
    },
    onData(stream, session, done) {
      readAll(stream)
        .then((raw) => accept(options, session, raw, () => cut(session)))
        .then((replied) => {
          done(null, 'queued');
          setImmediate(replied);
        }, done);
    },
  };
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw refusal(552, '5.3.4 Message too big');
  return Buffer.concat(chunks);
}

/** Takes a mail and tells the write log; returns what to call once the reply has left. */
async function accept(
  options: SmtpOptions,
  session: SMTPServerSession,
  raw: Buffer,
  cut: () => void,
): Promise<() => void> {
  const { context } = options;
  const mail = acceptedMail(session, raw);
  if (mail.account) refuseForeignFrom(mail.account, raw);
  const what = `SMTP ${mail.to.join(',')} ${messageIdOf(raw)}`;
  const fault = context.faults.take('mail', what);
  if (fault) await play(fault, cut);
  await options.deliver(mail);
  const write = await context.writes.effect('mail', what);
  if (fault?.lostReply) cut();
  return () => void context.writes.replied(write);
}

async function play(fault: Fault, cut: () => void): Promise<void> {
  if (fault.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  if (fault.cut) cut();
  if (fault.cut || fault.status) throw refusal(fault.status ?? 421, fault.message ?? '4.3.0 fault');
}

function acceptedMail(session: SMTPServerSession, raw: Buffer): Accepted {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    from: mailFrom ? mailFrom.address : '',
    to: rcptTo.map((recipient) => recipient.address),
    ...(session.user ? { account: session.user } : {}),
    raw,
  };
}

/** Exchange's "send as denied": an account may only write as itself, in every From header there is. */
function refuseForeignFrom(account: string, raw: Buffer): void {
  const from = splitMessage(raw).headers.filter((header) => header.name === 'from');
  const foreign = from.flatMap((header) => addressesIn(header.value)).find((a) => withoutPlus(a) !== account);
  if (foreign) throw refusal(550, `5.7.60 ${account} may not send as ${foreign}`);
}

const messageIdOf = (raw: Buffer) =>
  splitMessage(raw).headers.find((header) => header.name === 'message-id')?.value ?? '(no Message-ID)';

const refusal = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });
