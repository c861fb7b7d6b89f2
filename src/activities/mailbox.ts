import { activityInfo, cancellationSignal, heartbeat, log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { dkimSigners } from '../clients/dkim.ts';
import { connectMailbox, type ImapMailbox, type ListedMail } from '../clients/imap.ts';
import type { Config } from '../config.ts';
import type { TakenMail } from '../domain/flood.ts';
import { FOLDERS } from '../domain/mail-folders.ts';
import { instanceName } from '../domain/mail-headers.ts';
import type { RequestInput } from '../domain/request.ts';
import { MAX_MAIL_BYTES, type MailRules, mailToRequest, OVERSIZE_HEAD_BYTES } from '../intake/mail-to-request.ts';
import type { MailboxActivities, MailOrder } from './contracts.ts';
import { failure } from './failures.ts';
import { type CarryOutDeps, carryOut, type Filing, rejected } from './mailbox/carry-out.ts';
import { mailboxFailure, mayPass } from './mailbox/failures.ts';
import { createFloodGate, type FloodGate } from './mailbox/flood-gate.ts';
import { createNotices } from './mailbox/notices.ts';

/** What of the configuration reading mail needs. */
export type MailConfig = Pick<Config, 'mailboxes' | 'smtp' | 'publicUrl' | 'caFile'>;

export interface MailboxDeps {
  readonly config: MailConfig;
  readonly findPerson: CarryOutDeps['findPerson'];
  readonly client: Client;
  /** Tells a sender why their mail was not taken. */
  sendNotice(order: MailOrder): Promise<void>;
  /** Answers a mail whose first line is `preview`. Idempotent by the intake key. */
  sendPreview(start: Omit<RequestInput, 'reference'>): Promise<void>;
}

type MailboxConfig = Config['mailboxes'][number];

/** One run of the activity; the mailbox workflow starts the next. */
const RUN_MS = 10 * 60_000;
const HEARTBEAT_MS = 2000;

export function createMailboxActivities(deps: MailboxDeps): MailboxActivities {
  const carryOutDeps = {
    client: deps.client,
    findPerson: (by: { mail: string }) => deps.findPerson(by),
    sendNotice: (order: MailOrder) => deps.sendNotice(order),
    notify: createNotices((order) => deps.sendNotice(order)),
    sendPreview: (start: Omit<RequestInput, 'reference'>) => deps.sendPreview(start),
  };
  return {
    async watchMailbox({ mailbox, taken = [] }) {
      const settings = deps.config.mailboxes.find((candidate) => candidate.name === mailbox);
      if (!settings) throw failure('Configuration', `The configuration names no mailbox "${mailbox}".`);
      const handled: Record<string, number> = {};
      const gate = createFloodGate(takenBefore() ?? taken);
      const beat = setInterval(() => heartbeat({ handled, taken: gate.taken() }), HEARTBEAT_MS);
      try {
        await watch({ deps: carryOutDeps, config: deps.config, settings, handled, gate });
        return { handled, taken: gate.taken() };
      } catch (error) {
        throw mailboxFailure(error);
      } finally {
        clearInterval(beat);
      }
    },
  };
}

/** What an attempt that died had told when its heart last beat. */
function takenBefore(): TakenMail[] | undefined {
  const details = activityInfo().heartbeatDetails as { taken?: TakenMail[] } | undefined;
  return details?.taken;
}

interface Watch {
  readonly deps: CarryOutDeps;
  readonly config: MailConfig;
  readonly settings: MailboxConfig;
  /** Counts of this run, e.g. `{ request: 1 }`. */
  readonly handled: Record<string, number>;
  readonly gate: FloodGate;
}

/** Handles what lies in INBOX, then waits for more, until the run is over or cancelled. */
async function watch(run: Watch): Promise<void> {
  const until = AbortSignal.any([cancellationSignal(), AbortSignal.timeout(RUN_MS)]);
  const box = await connectMailbox(run.settings, run.config.caFile);
  try {
    await box.ensureFolders(Object.values(FOLDERS));
    while (!until.aborted) {
      const mails = await box.list();
      for (const mail of mails) if (!until.aborted) await handle(run, box, mail);
      if (mails.length === 0) await box.waitForMail(0, until);
    }
  } finally {
    await box.close();
  }
}

/** Effect first, filing last: whoever dies in between leaves the mail in INBOX, and the effect knows its own repeat. */
async function handle(run: Watch, box: ImapMailbox, mail: ListedMail): Promise<void> {
  const raw = await box.source(mail.uid, mail.size > MAX_MAIL_BYTES ? OVERSIZE_HEAD_BYTES : MAX_MAIL_BYTES);
  if (!raw) return;
  const filing = await effect(run, mail, raw);
  await box.file(mail.uid, filing.folder);
  run.handled[filing.count] = (run.handled[filing.count] ?? 0) + 1;
}

/** A mail that can never be handled is rejected rather than read for ever. */
async function effect(run: Watch, mail: ListedMail, raw: Buffer): Promise<Filing> {
  try {
    const { size, receivedAt } = mail;
    const input = { mailbox: run.settings.name, raw, size, receivedAt };
    const asked = await mailToRequest(input, rulesOf(run), new Date());
    return run.gate.hold(asked) ?? (await carryOut(run.deps, asked));
  } catch (error) {
    if (mayPass(error)) throw error;
    log.error('A mail cannot be handled and was rejected', { uid: mail.uid, error: (error as Error).message });
    return rejected('failed');
  }
}

function rulesOf({ config, settings }: Watch): MailRules {
  const from = config.smtp.from.toLowerCase();
  return {
    ours: {
      addresses: [from, ...config.mailboxes.map((mailbox) => mailbox.user.toLowerCase())],
      domain: from.slice(from.lastIndexOf('@') + 1),
      instance: instanceName(config.publicUrl),
    },
    trustedAuthserv: settings.trustedAuthserv,
    signedBy: (raw) => dkimSigners(raw),
  };
}
