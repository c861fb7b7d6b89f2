/*
 * Without root there is no Postfix. Then the sandbox's SMTP servers take mail, stamp it as the sandbox does and hand it
 * to Dovecot by LMTP: IMAP, Sieve, quotas and delivery are real, submission, MX and their verdicts are not.
 */
import { createTransport } from 'nodemailer';
import { Faults } from '../../sandbox/kit/faults.ts';
import { WriteLog } from '../../sandbox/kit/write-log.ts';
import { type Accepted, startSmtp } from '../../sandbox/mail/smtp.ts';
import { stamp } from '../../sandbox/mail/stamp.ts';
import type { Transport, TransportOrder } from './transport.ts';

export async function startSandboxTransport({ context, ports, tls, accounts }: TransportOrder): Promise<Transport> {
  const sandbox = {
    folder: context.folder,
    tls: { key: tls.key, cert: tls.cert, caFile: context.authority.caFile },
    writes: new WriteLog(),
    faults: new Faults(),
  };
  const common = { context: sandbox, accounts, deliver: (mail: Accepted) => deliver(mail, ports.lmtp) };
  const submission = await startSmtp({ ...common, outside: false, port: ports.submission });
  const mx = await startSmtp({ ...common, outside: true, port: ports.mx });
  return {
    smtpUrl: submission.url,
    outsideUrl: mx.url,
    close: async () => void (await Promise.all([submission.close(), mx.close()])),
  };
}

/** A refusal of Dovecot is ours to whoever sends: nothing is queued here. */
async function deliver({ from, to, account, raw }: Accepted, port: number): Promise<void> {
  const lmtp = createTransport({ host: '127.0.0.1', port, lmtp: true, ignoreTLS: true });
  try {
    for (const recipient of to) {
      const stamped = stamp(raw, { from, to: recipient, ...(account ? { account } : {}) });
      await lmtp.sendMail({ envelope: { from, to: [recipient] }, raw: stamped });
    }
  } finally {
    lmtp.close();
  }
}
