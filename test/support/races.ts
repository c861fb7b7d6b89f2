/*
 * A stage for races around one decision: a real OPA server says who decides, GitHub is judged by its description, and
 * presses arrive as Slack signs them. All else is the sandbox; worker and API are processes of their own.
 */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { fleetFiles } from '../../sandbox/fleet.ts';
import { makeTls } from '../../sandbox/kit/tls.ts';
import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { callPatiently, completeTask, requestPath } from '../../scripts/demo/people.ts';
import { readStatus } from '../../scripts/demo/play.ts';
import { type Stage, setStageWith } from '../../scripts/demo/stage.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import type { StackContext } from '../../stack/kit/context.ts';
import { type RunningOpa, startOpa } from '../../stack/policy/opa.ts';
import { commitByHand } from './bare-repository.ts';
import { eventually } from './eventually.ts';
import { witnessOf } from './judged.ts';

const POLICY = join(import.meta.dirname, '..', '..', 'policies', 'approval.rego');
/** Where requests of these tests go. */
const CLUSTER = 'cluster-east-dev';
const WITHIN_MS = 120_000;

/** A request that Lee is asked about in Slack. */
export interface Question {
  readonly reference: string;
  readonly workflowId: string;
  readonly branch: string;
  readonly specHash: string;
  readonly deadline: string;
  readonly channel: string;
  /** What the button carries. */
  readonly button: { readonly action_id: string; readonly value: string };
}

export interface Races {
  readonly stage: Stage;
  readonly client: Client;
  /** Dana asks, Sam confirms the accounts, and Lee has the buttons. */
  ask(project: string): Promise<Question>;
  /** Lee presses "Approve" as they saw it, whatever the message shows by now. */
  press(question: Question): Promise<void>;
  /** What Slack has told Lee alone, oldest first. */
  told(): string[];
  /** Somebody commits to the branch by hand. */
  edit(question: Question): Promise<void>;
  act(person: SandboxPerson, question: Question, act: string, body: unknown): Promise<unknown>;
  until(question: Question, wanted: (status: RequestStatus) => boolean): Promise<RequestStatus>;
  /** How it ended, once it has. */
  ended(question: Question): Promise<RequestStatus>;
  /** Nothing is merged while this runs. */
  whileFrozen<T>(run: () => Promise<T>): Promise<T>;
  /** No worker runs while this does; afterwards one does again. */
  withoutWorker<T>(run: () => Promise<T>): Promise<T>;
  /** From now on approvers have so long; undefined: as ever. */
  setDeadline(deadline?: string): void;
  close(): Promise<void>;
}

export async function startRaces(): Promise<Races> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-races-'));
  let opa: RunningOpa | undefined;
  const start = async (options: SandboxOptions) => {
    opa = await startOpa(contextIn(options.folder), { policy: POLICY, revision: 'races' });
    const opaTokenFile = join(folder, 'opa-token');
    writeFileSync(opaTokenFile, opa.token);
    return startSandbox({ ...options, config: { policy: { opaUrl: opa.url, opaTokenFile } } });
  };
  const stage = await setStageWith(start, { folder, say: () => {} });
  const witness = witnessOf(stage.sandbox.github);
  const connection = await Connection.connect({ address: stage.temporal.address });
  return {
    stage,
    client: new Client({ connection }),
    ...movesOn(stage),
    async close() {
      await connection.close();
      await stage.stop();
      await opa?.close();
      rmSync(folder, { recursive: true, force: true });
      await witness.settle();
    },
  };
}

/** OPA answers by the sandbox's own certificate, so that Berth trusts one authority. */
function contextIn(folder: string): StackContext {
  const { cert, key, caFile } = makeTls(join(folder, 'tls'));
  const keyFile = join(folder, 'tls', 'server.key');
  writeFileSync(keyFile, key, { mode: 0o600 });
  return {
    folder: join(folder, 'stack'),
    authority: { cert, caFile, issue: async () => ({ cert, key, keyFile, certFile: caFile }) },
  };
}

function movesOn(stage: Stage): Omit<Races, 'stage' | 'client' | 'close'> {
  const { sandbox } = stage;
  const until = ({ reference }: Pick<Question, 'reference'>, wanted: (status: RequestStatus) => boolean) =>
    eventually(async () => {
      const status = await readStatus(stage, reference);
      return wanted(status) ? status : undefined;
    }, WITHIN_MS);
  return {
    ask: (project) => ask(stage, project, until),
    press: (question) => press(sandbox, question),
    told: () =>
      sandbox.slack
        .messages()
        .filter(({ ephemeralTo }) => ephemeralTo === PEOPLE.lee.slack)
        .map(({ text }) => text),
    edit: (question) => edit(sandbox, question),
    act: (person, question, act, body) => callPatiently(sandbox, person, requestPath(question, act), body),
    until,
    async ended(question) {
      await stage.untilClosed(question.workflowId).catch(ignoreCancelled);
      return readStatus(stage, question.reference);
    },
    whileFrozen: (run) => whileFrozen(sandbox, run),
    async withoutWorker(run) {
      await stage.killWorker();
      try {
        return await run();
      } finally {
        stage.replaceWorker();
      }
    },
    setDeadline: (deadline) => setDeadline(sandbox, deadline),
  };
}

/** One that was cancelled ends as such, after it has taken back what it made. */
function ignoreCancelled(error: unknown): void {
  if (!(error instanceof WorkflowFailedError && error.cause instanceof CancelledFailure)) throw error;
}

async function ask(stage: Stage, project: string, until: Races['until']): Promise<Question> {
  const { sandbox } = stage;
  const { reference } = (await callPatiently(sandbox, PEOPLE.dana, '/api/requests', {
    project,
    title: project,
    lead: PEOPLE.lee.mail,
    costCentre: 'CC-1042',
    environments: [{ stage: 'dev', regions: ['east'], size: 'S', items: [] }],
  })) as { reference: string };
  const made = { reference } as Question;
  await completeTask(sandbox, await until(made, ({ task }) => task?.id === 'accounts'), PEOPLE.sam);
  return { ...(await asked(sandbox, made, until)), reference };
}

/** Once Lee is waited for and has the buttons; the newest, when Lee was asked before. */
export async function asked(sandbox: Sandbox, question: Question, until: Races['until']): Promise<Question> {
  const { reference } = question;
  const status = await until(
    question,
    ({ step, waitingOn, failure }) => step === 'APPROVAL_WORKFLOW' && waitingOn?.kind === 'person' && !failure,
  );
  const shown = await eventually(() => findButton(sandbox, reference), WITHIN_MS);
  const { workflowId, plan, pullRequest, waitingOn } = status;
  return {
    reference,
    workflowId,
    branch: pullRequest?.branch ?? '',
    specHash: plan?.specHash ?? '',
    deadline: waitingOn?.deadline ?? '',
    ...shown,
  };
}

interface Element {
  readonly action_id: string;
  readonly value: string;
}

function findButton({ slack }: Sandbox, reference: string): Pick<Question, 'channel' | 'button'> | undefined {
  const found = slack.messages().flatMap(({ channel, blocks }) => {
    const elements = blocks.flatMap((block) => (block.type === 'actions' ? (block['elements'] as Element[]) : []));
    const button = elements.find(({ action_id, value }) => action_id === 'berth:approve' && value.includes(reference));
    return button ? [{ channel, button }] : [];
  });
  return found.at(-1);
}

/** Each press is another one for Slack. */
let presses = 0;

async function press({ slack, apiUrl }: Sandbox, { channel, button }: Question): Promise<void> {
  const action_ts = `${Math.floor(Date.now() / 1000)}.${++presses}`;
  const payload = {
    type: 'block_actions',
    user: { id: PEOPLE.lee.slack },
    trigger_id: 'none',
    response_url: `${slack.pageUrl}response/${channel}/${PEOPLE.lee.slack}`,
    actions: [{ ...button, action_ts }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', slack.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
  const answer = await fetch(`${apiUrl}/webhooks/slack`, { method: 'POST', body, headers });
  if (answer.status !== 200) throw new Error(`Slack was answered ${answer.status}`);
}

async function edit({ github }: Sandbox, { branch }: Question): Promise<void> {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const { rest } = new Octokit({ baseUrl: github.url, auth: github.tokenOf('olgareyes'), log });
  const content = Buffer.from('by hand\n').toString('base64');
  const [owner = '', repo = ''] = github.fleet.split('/');
  await rest.repos.createOrUpdateFileContents({
    owner,
    repo,
    path: 'by-hand.yaml',
    branch,
    message: 'By hand',
    content,
  });
}

async function whileFrozen<T>(sandbox: Sandbox, run: () => Promise<T>): Promise<T> {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await callPatiently(sandbox, PEOPLE.olga, '/api/freeze', { target: CLUSTER, until, reason: 'A race is on.' });
  try {
    return await run();
  } finally {
    await callPatiently(sandbox, PEOPLE.olga, '/api/unfreeze', { target: CLUSTER });
  }
}

function setDeadline({ github }: Sandbox, deadline: string | undefined): void {
  const path = 'organisation.yaml';
  // Nobody else is told meanwhile: the deadline is the next thing that happens.
  const settings = deadline === undefined ? '' : `approval: { deadline: ${deadline} }\nescalation: { approval: [] }\n`;
  commitByHand(github.repositoryFolder, { [path]: `${fleetFiles().get(path)}${settings}` });
}
