/*
 * Outgoing mail by SMTP with authentication, always encrypted: `smtps://`, or `smtp://` with STARTTLS required. One
 * message, one recipient, one connection: a dead recipient never spoils the message of another.
 */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { createTransport } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Config } from '../config.ts';
import { instanceName, outgoingHeaders } from '../domain/mail-headers.ts';
import { ClientError, isTlsTrustCode } from './client-error.ts';

export interface OutgoingMail {
  /** One mail address and nothing else. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With its angle brackets. */
  readonly messageId: string;
  /** Message-ID of the mail that this one answers. */
  readonly inReplyTo?: string;
  readonly attachments?: readonly MailAttachment[];
}

/** A file of text that comes with a mail. */
export interface MailAttachment {
  readonly filename: string;
  readonly content: string;
  readonly contentType: string;
}

export interface SmtpClient {
  /**
   * Hands one mail to the server.
   * @throws ClientError: `Rejected` on 5xx, `Unavailable` on 4xx and broken connections, `Configuration` when the
   *   server's certificate or our login is not accepted.
   */
  send(mail: OutgoingMail): Promise<void>;
  /** Signs in and sends nothing. @throws ClientError as `send` does. */
  verify(): Promise<void>;
  /** Goes as far as the server taking our sender, and hangs up before a mail is made. @throws ClientError as `send` does. */
  trySender(): Promise<void>;
}

/** Nothing in it that nodemailer would read as a second recipient or as a display name. */
const ONE_ADDRESS = /^[^\s,;:<>()"[\]\\@]+@[^\s,;:<>()"[\]\\@]+$/;

/** Below the ten seconds that one activity attempt has. */
const TIMEOUTS = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 8_000, dnsTimeout: 4_000 };

export function createSmtpClient(config: Pick<Config, 'smtp' | 'publicUrl' | 'caFile'>): SmtpClient {
  const transport = createTransport(transportOptions(config));
  const headers = outgoingHeaders(instanceName(config.publicUrl));
  const from = { name: 'Berth', address: config.smtp.from };
  return {
    async send({ to, inReplyTo, attachments = [], ...mail }) {
      if (!ONE_ADDRESS.test(to)) throw new ClientError('Rejected', `"${to}" is not one mail address.`);
      const thread = inReplyTo ? { inReplyTo, references: inReplyTo } : {};
      const envelope = { from: config.smtp.from, to: [to] };
      const whole = {
        ...mail,
        ...thread,
        attachments: [...attachments],
        from,
        to: { name: '', address: to },
        envelope,
        headers,
      };
      await transport.sendMail(whole).catch((error: unknown) => {
        throw mailError(error as SmtpError, to, config.smtp.url);
      });
    },
    async verify() {
      await transport.verify().catch((error: unknown) => {
        throw mailError(error as SmtpError, 'anybody', config.smtp.url);
      });
    },
    async trySender() {
      await trySender(config).catch((error: unknown) => {
        if (!isAboutRecipient(error as SmtpError)) throw mailError(error as SmtpError, 'ourselves', config.smtp.url);
      });
    },
  };
}

/** Servers may tell of the sender with the recipient or with the data only, so it takes both. */
function trySender(config: Pick<Config, 'smtp' | 'caFile'>): Promise<void> {
  const { from } = config.smtp;
  const { auth, ...options } = transportOptions(config);
  const connection = new SMTPConnection(options);
  const asked = new Promise<void>((resolve, reject) => {
    // Read only once the server waits for the mail.
    const mail = new Readable({ read: () => resolve() });
    const orFail = (next: () => void) => (error?: Error | null) => (error ? reject(error) : next());
    connection.once('error', reject);
    connection.connect(
      orFail(() => {
        const send = () => connection.send({ from, to: [from] }, mail, orFail(resolve));
        connection.login({ credentials: auth }, orFail(send));
      }),
    );
  });
  return asked.finally(() => connection.close());
}

/** Nobody has to read what we write from: `noreply@`, for one. */
const isAboutRecipient = ({ response }: SmtpError) => /^5\d\d[ -]5\.1\.[1-6]\b/.test(response ?? '');

function transportOptions({ smtp, caFile }: Pick<Config, 'smtp' | 'caFile'>) {
  const url = new URL(smtp.url);
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure,
    auth: { user: smtp.user, pass: smtp.password.reveal() },
    tls: caFile ? { ca: [...rootCertificates, readFileSync(caFile, 'utf8')] } : {},
    disableFileAccess: true,
    disableUrlAccess: true,
    ...TIMEOUTS,
  };
}

interface SmtpError extends Error {
  readonly code?: string;
  /** What the socket said, when `code` is nodemailer's own. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  /** The server's own line. */
  readonly response?: string;
}

function mailError(error: SmtpError, to: string, server: string): ClientError {
  const { code, responseCode } = error;
  const details = { code: String(responseCode ?? error.originalCode ?? code ?? 'unknown') };
  if (isTlsTrustCode(error.originalCode)) {
    return new ClientError(
      'Configuration',
      `Certificate of ${server} is not trusted; check smtp.url and caFile.`,
      details,
    );
  }
  if (responseCode !== undefined && responseCode < 500) {
    return new ClientError('Unavailable', `${server} does not take mail for ${to} now: ${error.message}`, details);
  }
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return new ClientError(
      'Configuration',
      `${server} refuses our login; check smtp.user and smtp.passwordFile.`,
      details,
    );
  }
  if (responseCode !== undefined || code === 'EENVELOPE' || code === 'EMESSAGE') {
    return new ClientError('Rejected', `${server} refuses the mail to ${to}: ${error.message}`, details);
  }
  return new ClientError('Unavailable', `${server} cannot be reached: ${error.message}`, details);
}
