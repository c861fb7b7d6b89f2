/* The people of the demo, played through the same doors as real ones: mail, API and a Slack button. */
import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';
import type { Surroundings } from '../../sandbox/sandbox.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { PLAYED, type ReadyMade } from './selections.ts';

/** What the API refused, and how. */
export class ApiRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiRefusal';
    this.status = status;
  }
}

/** Calls Berth's API as a person. @throws ApiRefusal */
export async function callApi(
  sandbox: Surroundings,
  person: SandboxPerson,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const token = await sandbox.issuer.tokenFor(person.id);
  const response = await fetch(`${sandbox.apiUrl}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) {
    throw new ApiRefusal(response.status, `${path} as ${person.id}: ${response.status} ${JSON.stringify(answer)}`);
  }
  return answer;
}

const ASK_AGAIN_MS = 150;

/** The same for as long as the API asks to try again: on a slow machine what it needs may not answer in time. */
export async function callPatiently(...call: Parameters<typeof callApi>): Promise<unknown> {
  for (;;) {
    try {
      return await callApi(...call);
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.status !== 503) throw error;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }
}

/** A person of the sandbox by directory id or mail address. */
export function personOf(name: string | undefined): SandboxPerson | undefined {
  return Object.values<SandboxPerson>(PEOPLE).find(({ id, mail }) => name === id || name === mail);
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
export type NextMove = (sandbox: Surroundings, status: RequestStatus) => Move | undefined;

/** People who bring a request to this end, and choose these resources on the way. */
export function toward(story: Story, selection: ReadyMade['selection'] = PLAYED.selection): NextMove {
  return (sandbox, status) => nextMove(sandbox, status, story, selection);
}

function nextMove(
  sandbox: Surroundings,
  status: RequestStatus,
  story: Story,
  selection: ReadyMade['selection'],
): Move | undefined {
  const { task, step, waitingOn } = status;
  if (task?.id === 'accounts') return confirmPlan(sandbox, status);
  const requester = personOf(status.requester);
  if (task?.id === 'selection' && requester) return choose(sandbox, status, requester, selection);
  if (step !== 'APPROVAL_WORKFLOW' || waitingOn?.kind !== 'person') return undefined;
  if (story === 'withdrawn') return requester && withdraw(sandbox, status, requester);
  const approver = waitingOn.who.map(personOf).find((person) => person !== undefined);
  return approver && press(sandbox, status, approver, story);
}

/** Whether the request waits for somebody who is not played: support's triage, a confirmation by mail, a repair. */
export function waitsForOthers({ phase, task, step, waitingOn }: RequestStatus): boolean {
  if (phase === 'needs-person') return true;
  if (task) return task.id !== 'accounts' && task.id !== 'selection';
  return step === 'REQUEST_INITIATION' && waitingOn?.kind === 'person';
}

export const requestPath = ({ reference }: Pick<RequestStatus, 'reference'>, act: string) =>
  `/api/requests/${reference}/${act}`;

/** Claims the open task and completes it, as proposed unless a result is given. */
export async function completeTask(
  sandbox: Surroundings,
  status: RequestStatus,
  who: SandboxPerson,
  result: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const task = { task: status.task?.id };
  await callApi(sandbox, who, requestPath(status, 'claim'), task);
  await callApi(sandbox, who, requestPath(status, 'complete'), { ...task, ...result });
}

function confirmPlan(sandbox: Surroundings, status: RequestStatus): Move {
  const act = () => completeTask(sandbox, status, PEOPLE.sam);
  return { who: PEOPLE.sam, what: 'claims the account task and confirms the plan (API)', act };
}

function choose(
  sandbox: Surroundings,
  status: RequestStatus,
  who: SandboxPerson,
  selection: ReadyMade['selection'],
): Move {
  const act = () => callApi(sandbox, who, requestPath(status, 'select'), { selection });
  return { who, what: 'chooses resources (API)', act };
}

function withdraw(sandbox: Surroundings, status: RequestStatus, who: SandboxPerson): Move {
  const reason = 'Not needed after all.';
  const act = () => callApi(sandbox, who, requestPath(status, 'withdraw'), { reason });
  return { who, what: 'withdraws the request (API)', act };
}

/** An approver presses a button as soon as Slack shows it; to reject, they then fill in the form that opens. */
function press(
  sandbox: Surroundings,
  { reference }: RequestStatus,
  who: SandboxPerson,
  story: 'ready' | 'rejected',
): Move | undefined {
  const { slack } = sandbox;
  const isAboutIt = (shown: unknown) => JSON.stringify(shown).includes(reference);
  const form = slack.views().findLast((open) => open.person === who.slack && isAboutIt(open.view));
  if (story === 'rejected' && form) return giveReason(sandbox, who, form.id);
  const actionId = story === 'ready' ? 'berth:approve' : 'berth:reject';
  const question = slack
    .messages()
    .map((message) => ({ ...message, shown: JSON.stringify(message.blocks) }))
    .find(({ shown }) => shown.includes(actionId) && shown.includes(reference));
  if (!question) return undefined;
  const { channel, ts } = question;
  const act = () => slack.click({ person: who.slack, channel, ts, actionId });
  return { who, what: story === 'ready' ? 'approves (Slack button)' : 'is about to reject (Slack button)', act };
}

function giveReason({ slack }: Surroundings, who: SandboxPerson, view: string): Move {
  const written = { 'berth:reason': 'The shared database is enough.' };
  const act = () => slack.submit({ person: who.slack, view, written });
  return { who, what: 'rejects with a reason (Slack form)', act };
}
