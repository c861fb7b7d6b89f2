import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeContext, type SandboxContext } from '../../sandbox/kit/context.ts';
import { type RunningMail, startMail } from '../../sandbox/mail/mail.ts';
import { type MailWriter, writerTo } from './mail.ts';
import { mailAccounts, sandboxServer } from './mail-server.ts';

/** The sandbox's mail server, for what only it has: pages and faults. */
export interface MailSandbox extends MailWriter {
  readonly context: SandboxContext;
  readonly mail: RunningMail;
  close(): Promise<void>;
}

export async function startMailSandbox(): Promise<MailSandbox> {
  const context = makeContext(mkdtempSync(join(tmpdir(), 'berth-mail-')));
  const mail = await startMail(context, { accounts: mailAccounts() });
  return { context, mail, ...writerTo(sandboxServer(context, mail)), close: () => mail.close() };
}
