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

/** How the request is to end. */
export type Story = 'ready' | 'rejected' | 'withdrawn';

/** What one of them does next. */
export interface Move {
  readonly who: SandboxPerson;
  readonly what: string;
  readonly act: () => Promise<unknown>;
}

/** The next move, given how the request stands; undefined when it is nobody's turn. */
export function nextMove(sandbox: Sandbox, status: RequestStatus, story: Story): Move | undefined {
  const { task, step, waitingOn, reference } = status;
  const path = `/api/requests/${reference}`;
  if (task?.id === 'accounts') return confirmPlan(sandbox, path);
  if (task?.id === 'selection') return choose(sandbox, path);
  if (step !== 'APPROVAL_WORKFLOW' || waitingOn?.kind !== 'person') return undefined;
  return story === 'withdrawn' ? withdraw(sandbox, path) : press(sandbox, reference, story);
}

function confirmPlan(sandbox: Sandbox, path: string): Move {
  const task = { task: 'accounts' };
  const act = async () => {
    await callApi(sandbox, PEOPLE.sam, `${path}/claim`, task);
    await callApi(sandbox, PEOPLE.sam, `${path}/complete`, task);
  };
  return { who: PEOPLE.sam, what: 'claims the account task and confirms the plan (API)', act };
}

function choose(sandbox: Sandbox, path: string): Move {
  const act = () => callApi(sandbox, PEOPLE.dana, `${path}/select`, { selection: SELECTION });
  return { who: PEOPLE.dana, what: 'chooses resources (API)', act };
}

function withdraw(sandbox: Sandbox, path: string): Move {
  const act = () => callApi(sandbox, PEOPLE.dana, `${path}/withdraw`, { reason: 'Not needed after all.' });
  return { who: PEOPLE.dana, what: 'withdraws the request (API)', act };
}

/** Lee presses a button as soon as Slack shows it. */
function press(sandbox: Sandbox, reference: string, story: 'ready' | 'rejected'): Move | undefined {
  const actionId = story === 'ready' ? 'berth:approve' : 'berth:reject';
  const question = sandbox.slack
    .messages()
    .map((message) => ({ ...message, shown: JSON.stringify(message.blocks) }))
    .find(({ shown }) => shown.includes(actionId) && shown.includes(reference));
  if (!question) return undefined;
  const { channel, ts } = question;
  const act = () => sandbox.slack.click({ person: PEOPLE.lee.slack, channel, ts, actionId });
  return { who: PEOPLE.lee, what: story === 'ready' ? 'approves (Slack button)' : 'rejects (Slack button)', act };
}
