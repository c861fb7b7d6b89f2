/* What the person at the keyboard is asked at each turn: who they are, what they see, what they may type or click. */
import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { DEMO_MAIL, mailRequest } from './mail.ts';
import { callApi, completeTask, personOf, requestPath } from './people.ts';
import { READY_MADE } from './selections.ts';
import type { Shells } from './shell.ts';
import type { Stage } from './stage.ts';

export interface Question {
  /** Tells one turn from the next. */
  readonly turn: string;
  readonly who: SandboxPerson;
  readonly role: string;
  readonly lines: readonly string[];
  /** What may be typed here. */
  readonly how: string;
  /** What an answer stands for; undefined when it is none. */
  readonly answer: (typed: string) => Act | undefined;
}

export type Act = () => Promise<unknown>;

/** What questions point at. */
export interface Desk {
  readonly stage: Stage;
  readonly shells: Shells;
  readonly sender: SandboxPerson;
  readonly mailFile: string | undefined;
}

/** How to do the same in another terminal. */
function inShell({ shells }: Desk, who: SandboxPerson, ...commands: string[]): string[] {
  return ['In another terminal, in this folder:', ...[shells.become(who), ...commands].map((line) => `    ${line}`)];
}

const onEnter = (act: Act) => (typed: string) => (typed === '' ? act : undefined);

export function askForMail(desk: Desk, attempt: number): Question {
  const { stage, sender, mailFile } = desk;
  const text = mailFile
    ? [`    ${mailFile}`]
    : DEMO_MAIL.text
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`);
  return {
    turn: `mail ${attempt}`,
    who: sender,
    role: 'requester',
    lines: ['Ask for a project. This is your mail:', ...text, `Or write your own: ${stage.sandbox.mail.pageUrl}`],
    how: 'Press Enter to send the mail shown.',
    answer: onEnter(() => mailRequest(stage.sandbox, mailFile)),
  };
}

/** What is asked as the request stands; undefined when it waits for nobody. */
export function questionFor(desk: Desk, status: RequestStatus): Question | undefined {
  const { phase, task, step, waitingOn } = status;
  if (phase === 'needs-person') return askToRepair(desk, status);
  if (task?.id === 'triage') return askForTriage(desk, status);
  if (task?.id === 'selection') return askForSelection(desk, status);
  if (task) return askForTask(desk, status, task.queue === 'support' ? PEOPLE.sam : PEOPLE.olga);
  if (waitingOn?.kind !== 'person') return undefined;
  const person = waitingOn.who.map(personOf).find((found) => found !== undefined);
  if (!person) return undefined;
  return step === 'APPROVAL_WORKFLOW' ? askForDecision(desk, status, person) : askByMail(desk, status, person);
}

function askForTask(desk: Desk, status: RequestStatus, who: SandboxPerson): Question {
  const { reference, task } = status;
  const groups = task?.plan?.groups ?? [];
  const people = task?.plan?.people.filter(({ exists }) => !exists) ?? [];
  return {
    turn: `${task?.id} ${task?.since}`,
    who,
    role: task?.queue ?? '',
    lines: [
      `${task?.title}:`,
      ...people.map(({ id, mail }) => `    new user ${id} for ${mail}`),
      ...groups.map(({ name, members }) => `    group ${name}: ${members.join(', ') || 'nobody yet'}`),
      ...(task?.commands ?? []).map((line) => `    ${line}`),
      ...inShell(desk, who, `berth tasks complete ${reference}`),
    ],
    how: `Press Enter to confirm it as ${who.name}.`,
    answer: onEnter(() => completeTask(desk.stage.sandbox, status, who)),
  };
}

function askForTriage(desk: Desk, status: RequestStatus): Question {
  const problems = status.task?.problems ?? [];
  const draft = {
    kind: 'create-project',
    requester: status.requester,
    project: 'payments',
    lead: PEOPLE.lee.mail,
    costCentre: 'CC-1042',
  };
  return {
    turn: `triage ${status.task?.since}`,
    who: PEOPLE.sam,
    role: 'support',
    lines: [
      'Berth could not read a whole request from the mail:',
      ...problems.map(({ where, what }) => `    ${where}: ${what}`),
      ...inShell(desk, PEOPLE.sam, `berth tasks complete ${status.reference} -f REQUEST.yaml`),
    ],
    how: 'Press Enter to complete it: project payments, lead Lee, cost centre CC-1042.',
    answer: onEnter(() => completeTask(desk.stage.sandbox, status, PEOPLE.sam, { draft })),
  };
}

function askForSelection(desk: Desk, status: RequestStatus): Question {
  const who = personOf(status.requester) ?? PEOPLE.dana;
  const { sandbox } = desk.stage;
  return {
    turn: `selection ${status.task?.since}`,
    who,
    role: 'requester',
    lines: [
      'Choose resources:',
      ...READY_MADE.map(({ title }, index) => `    ${index + 1}  ${title}`),
      ...inShell(desk, who, `berth select ${status.reference} -f ${desk.shells.selectionFile()}`),
    ],
    how: `Type a number from 1 to ${READY_MADE.length}.`,
    answer: (typed) => {
      const chosen = /^\d$/.test(typed) ? READY_MADE[Number(typed) - 1] : undefined;
      const { selection } = chosen ?? {};
      return selection && (() => callApi(sandbox, who, requestPath(status, 'select'), { selection }));
    },
  };
}

function askForDecision(desk: Desk, status: RequestStatus, who: SandboxPerson): Question {
  const { plan, reference, pullRequest } = status;
  const { sandbox } = desk.stage;
  const verdicts: Record<string, object> = {
    a: { verdict: 'approve' },
    r: { verdict: 'reject', reason: 'Rejected at the keyboard of the demo.' },
  };
  return {
    turn: `decision ${plan?.specHash} ${who.id}`,
    who,
    role: 'lead',
    lines: [
      `Decide about ${plan?.environment} (${plan?.cost.delta} ${plan?.cost.currency} a month).`,
      'In a browser, either:',
      `    ${sandbox.slack.pageUrl}?as=${who.slack}  (press a button)`,
      `    ${pullRequest?.url}  (review as ${who.github ?? 'somebody'})`,
      ...inShell(desk, who, `berth approve ${reference}`),
    ],
    how: 'Type a to approve, r to reject.',
    answer: (typed) => {
      const verdict = verdicts[typed.toLowerCase()];
      const body = { ...verdict, specHash: plan?.specHash };
      return verdict && (() => callApi(sandbox, who, requestPath(status, 'decide'), body));
    },
  };
}

function askByMail({ stage }: Desk, status: RequestStatus, who: SandboxPerson): Question {
  return {
    turn: `mail ${status.waitingOn?.since}`,
    who,
    role: 'requester',
    lines: [`${status.waitingOn?.text}: follow the link in your mail.`, `    ${stage.sandbox.mail.pageUrl}${who.mail}`],
    how: 'Nothing can be typed here: only the link counts.',
    answer: () => undefined,
  };
}

function askToRepair(desk: Desk, status: RequestStatus): Question {
  const { failure, reference } = status;
  const repairs: Record<string, object> = {
    t: { repair: 'retry' },
    u: { repair: 'undo', reason: 'Ended at the keyboard of the demo.' },
  };
  return {
    turn: `repair ${status.waitingOn?.since}`,
    who: PEOPLE.olga,
    role: 'operator',
    lines: [
      `The request cannot go on: ${failure?.type}: ${failure?.message}`,
      ...inShell(desk, PEOPLE.olga, `berth repair ${reference} retry`),
    ],
    how: 'Type t to try again, u to end and undo it.',
    answer: (typed) => {
      const repair = repairs[typed.toLowerCase()];
      return repair && (() => callApi(desk.stage.sandbox, PEOPLE.olga, requestPath(status, 'repair'), repair));
    },
  };
}
