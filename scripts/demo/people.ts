/* The people of the demo, played through the same doors as real ones: mail, API and a Slack button. */
import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { REQUESTS_MAILBOX } from '../../sandbox/sandbox.ts';
import type { RequestStatus } from '../../src/domain/status.ts';

export const DEMO_MAIL = `project: payments
title: Payments API
lead: lee@example.test
cost-centre: CC-1042
reason: Replaces the legacy billing VM.
`;

const SELECTION = {
  stage: 'prod',
  regions: ['east', 'west'],
  size: 'S',
  items: [
    { item: 'postgresql', parameters: { version: '16', storage: '20Gi' } },
    { item: 'ingress', parameters: { host: 'payments.example.test' } },
  ],
};

/** Calls Berth's API as a person. */
export async function callApi(sandbox: Sandbox, person: SandboxPerson, path: string, body?: unknown): Promise<unknown> {
  const token = await sandbox.issuer.tokenFor(person.id);
  const response = await fetch(`${sandbox.apiUrl}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${path} as ${person.id}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** Dana mails a request; a file of somebody's own is sent as it is. */
export async function mailRequest(sandbox: Sandbox, file?: string): Promise<void> {
  const { dana } = PEOPLE;
  const ca = readFileSync(sandbox.context.tls.caFile);
  const transport = createTransport({
    url: sandbox.mail.smtpUrl,
    auth: { user: dana.mail, pass: dana.password },
    tls: { ca },
  });
  const envelope = { from: dana.mail, to: REQUESTS_MAILBOX.address };
  const written = {
    from: `${dana.name} <${dana.mail}>`,
    to: REQUESTS_MAILBOX.address,
    subject: 'New project: Payments',
    text: DEMO_MAIL,
  };
  await transport.sendMail(file ? { envelope, raw: readFileSync(file) } : written);
  transport.close();
}

/** What one of them does next, given how the request stands; undefined when it is nobody's turn. */
export interface Move {
  readonly who: SandboxPerson;
  readonly what: string;
  readonly act: () => Promise<unknown>;
}

export function nextMove(sandbox: Sandbox, status: RequestStatus): Move | undefined {
  const { reference, task, step, waitingOn } = status;
  const { sam, dana, lee } = PEOPLE;
  const path = `/api/requests/${reference}`;
  if (task?.id === 'accounts') {
    const act = async () => {
      await callApi(sandbox, sam, `${path}/claim`, { task: 'accounts' });
      await callApi(sandbox, sam, `${path}/complete`, { task: 'accounts' });
    };
    return { who: sam, what: 'claims the account task and confirms the plan (API)', act };
  }
  if (task?.id === 'selection') {
    return {
      who: dana,
      what: 'chooses resources (API)',
      act: () => callApi(sandbox, dana, `${path}/select`, { selection: SELECTION }),
    };
  }
  if (step === 'APPROVAL_WORKFLOW' && waitingOn?.kind === 'person') {
    return approval(sandbox, lee, reference);
  }
  return undefined;
}

/** Lee presses the button as soon as Slack shows it. */
function approval(sandbox: Sandbox, lee: SandboxPerson, reference: string): Move | undefined {
  const question = sandbox.slack
    .messages()
    .find(
      (message) => JSON.stringify(message).includes('berth:approve') && JSON.stringify(message).includes(reference),
    );
  if (!question) return undefined;
  const { channel, ts } = question;
  return {
    who: lee,
    what: 'approves (Slack button)',
    act: () => sandbox.slack.click({ person: lee.slack, channel, ts, actionId: 'berth:approve' }),
  };
}
