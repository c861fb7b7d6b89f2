/* The mail a request begins with, and what became of one that began none. */
import { readFileSync } from 'node:fs';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';
import { REQUESTS_MAILBOX, type Surroundings } from '../../sandbox/sandbox.ts';

export const DEMO_MAIL = {
  subject: 'New project: Payments',
  text: `project: payments
title: Payments API
lead: lee@example.test
cost-centre: CC-1042
reason: Replaces the legacy billing VM.
`,
} as const;

/** Who a mail file is from; Dana when there is no file. @throws Error when it is nobody of the sandbox. */
export async function senderOf(file: string | undefined): Promise<SandboxPerson> {
  if (file === undefined) return PEOPLE.dana;
  const { from } = await simpleParser(readMail(file));
  const address = from?.value[0]?.address?.toLowerCase();
  const people: SandboxPerson[] = Object.values(PEOPLE);
  const person = people.find(({ mail }) => mail === address);
  if (person) return person;
  const known = people.map(({ mail }) => mail).join(', ');
  throw new Error(`${file} is from ${address ?? 'nobody'}. Put one of these into its From line: ${known}`);
}

function readMail(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(
      `--mail ${file} cannot be read (${(error as NodeJS.ErrnoException).code}): name a file with a mail`,
      { cause: error },
    );
  }
}

/** Sends the request's mail, or a file as it stands, as its sender would. @throws Error with the server's refusal. */
export async function mailRequest(sandbox: Surroundings, file?: string): Promise<SandboxPerson> {
  const sender = await senderOf(file);
  const transport = createTransport(entranceFor(sandbox, sender));
  const envelope = { from: sender.mail, to: REQUESTS_MAILBOX.address };
  const written = { from: `${sender.name} <${sender.mail}>`, to: REQUESTS_MAILBOX.address, ...DEMO_MAIL };
  try {
    await transport.sendMail(file ? { envelope, raw: readMail(file) } : written);
  } finally {
    transport.close();
  }
  return sender;
}

/** People without an account write from outside, where nobody is proven. */
function entranceFor({ mail, context }: Surroundings, sender: SandboxPerson) {
  if (!sender.inDirectory) return { url: mail.outsideUrl, ignoreTLS: true };
  return {
    url: mail.smtpUrl,
    auth: { user: sender.mail, pass: sender.password },
    tls: { ca: readFileSync(context.tls.caFile) },
  };
}

/** What lies in these folders of the requests mailbox asks for nothing, or not yet. */
const FOLDERS = {
  Ignored: 'automatic mail, calendar answers, lists and late replies ask for nothing',
  Rejected: 'its sender or its form cannot be used',
  Processed: 'it was a preview, a reply, or read before',
} as const;

/** A request shows in lists a moment after its mail was filed: a long one where the machine is busy. */
const LIST_LAG_MS = 60_000;

/** Looks at the folders of the requests mailbox for mails that began no request. */
export class MailWatch {
  readonly #told: Record<string, number> = {};
  #processedSince: number | undefined;
  readonly #sandbox: Surroundings;

  /** What lies there already is no news. */
  constructor(sandbox: Surroundings) {
    this.#sandbox = sandbox;
    for (const folder of Object.keys(FOLDERS))
      this.#told[folder] = sandbox.mail.count(REQUESTS_MAILBOX.address, folder);
  }

  /** What became of a mail, once for each; undefined while there may yet come a request of it. */
  async news(): Promise<string | undefined> {
    for (const [folder, why] of Object.entries(FOLDERS)) {
      const count = this.#sandbox.mail.count(REQUESTS_MAILBOX.address, folder);
      if (count === (this.#told[folder] ?? 0) || (folder === 'Processed' && (await this.#mayStillCome()))) continue;
      this.#told[folder] = count;
      return this.#tell(folder, why);
    }
    return undefined;
  }

  async #mayStillCome(): Promise<boolean> {
    this.#processedSince ??= Date.now();
    const [filed] = (await this.#sandbox.mail.folder(REQUESTS_MAILBOX.address, 'Processed')).slice(-1);
    const answers = await this.#sandbox.mail.received(addressIn(filed?.from ?? ''));
    const previewed = answers.some(({ subject }) => subject.includes('] Preview: '));
    if (!previewed && Date.now() - this.#processedSince < LIST_LAG_MS) return true;
    this.#processedSince = undefined;
    return false;
  }

  async #tell(folder: string, why: string): Promise<string> {
    const filed = (await this.#sandbox.mail.folder(REQUESTS_MAILBOX.address, folder)).at(-1);
    const answer = (await this.#sandbox.mail.received(addressIn(filed?.from ?? ''))).at(-1);
    const answered = answer ? ` Its sender was answered: "${answer.subject}".` : '';
    return `The mail "${filed?.subject ?? ''}" is in the folder ${folder}, no request came of it: ${why}.${answered}`;
  }
}

const addressIn = (text: string) => /[^\s<>]+@[^\s<>]+/.exec(text)?.[0] ?? '';
