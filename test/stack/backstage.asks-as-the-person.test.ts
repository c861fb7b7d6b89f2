/*
 * A real Backstage with Berth's modules, and Berth's API: who is signed in there is who asks here, the form is the one that Berth
 * publishes, and the catalogue has what Berth has.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { WORKFLOWS } from '../../src/workflows/messages.ts';
import { makeStackContext } from '../../stack/kit/context.ts';
import { type BackstageAround, startAround } from '../support/backstage.ts';
import { eventually } from '../support/eventually.ts';

const BILLING = { project: 'billing', title: 'Billing', lead: 'lee@example.test', costCentre: 'CC-1042' };

/** A template of a team's own. */
const WAITS = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'waits' },
  spec: {
    type: 'service',
    parameters: [{ required: ['reference'], properties: { reference: { type: 'string' } } }],
    steps: [
      { id: 'wait', action: 'berth:request:wait', input: { reference: '${{ parameters.reference }}', minutes: 1 } },
    ],
  },
};

let around: BackstageAround;
let token: string;

beforeAll(async () => {
  const context = await makeStackContext(mkdtempSync(join(tmpdir(), 'berth-backstage-')));
  const waits = join(context.folder, 'wait.yaml');
  writeFileSync(waits, stringify(WAITS));
  around = await startAround(context, [waits]);
  token = await around.backstage.signIn();
}, 180_000);
afterAll(() => around?.close(), 60_000);

interface LogLine {
  readonly body: { readonly message: string };
}

/** A task that is over. */
interface Played {
  readonly status: string;
  readonly said: string;
  readonly link: string | undefined;
}

const asked = (path: string, body?: unknown) =>
  fetch(`${around.backstage.url}/api/${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });

async function read<T>(path: string, body?: unknown): Promise<T> {
  const answer = await asked(path, body);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

const entity = async (ref: string) => {
  const answer = await asked(`catalog/entities/by-name/${ref}`);
  return answer.ok
    ? ((await answer.json()) as { spec: Record<string, unknown>; metadata: Record<string, unknown> })
    : undefined;
};

const messages = (lines: readonly LogLine[]) => lines.map(({ body }) => body.message).join('\n');

/** Fills in a template, and waits for the end of its task. */
async function play(values: object, template = 'berth-project'): Promise<Played> {
  await eventually(() => entity(`template/default/${template}`));
  const { id } = await read<{ id: string }>('scaffolder/v2/tasks', {
    templateRef: `template:default/${template}`,
    values,
  });
  const { status } = await eventually(async () => {
    const task = await read<{ status: string }>(`scaffolder/v2/tasks/${id}`);
    return ['open', 'processing'].includes(task.status) ? undefined : task;
  });
  const events = await read<(LogLine & { body: { output?: { links?: { url: string }[] } } })[]>(
    `scaffolder/v2/tasks/${id}/events`,
  );
  return { status, said: messages(events), link: events.at(-1)?.body.output?.links?.[0]?.url };
}

const count = async () =>
  (await around.requests.env.client.workflow.count(`WorkflowType = '${WORKFLOWS.request}'`)).count;

test('the form of the template is the one that Berth publishes', async () => {
  const template = await eventually(() => entity('template/default/berth-project'));

  const { form } = await around.api.deps.readOffer();
  expect(template.spec['parameters']).toEqual([form]);
});

test('whoever is signed in to Backstage asks Berth, and nobody else', async () => {
  const { status, said, link } = await play(BILLING);

  expect([said, status]).toEqual([expect.stringContaining('Berth has taken it as BR-'), 'completed']);
  const reference = /BR-[0-9A-Z]{10}/.exec(said)?.[0] ?? '';
  expect(link).toContain(`/requests/${reference}`);
  const { events: history } = await around.requests.env.client.workflow
    .getHandle(`request:${reference}`)
    .fetchHistory();
  const payload = history?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data;
  expect(JSON.parse(Buffer.from(payload ?? []).toString())).toMatchObject({
    senderProof: 'proven',
    source: { channel: 'api', key: expect.stringMatching(/^api:dana:backstage:/) },
    draft: { requester: 'dana@example.test', project: 'billing', lead: 'lee@example.test' },
  });
});

test("what is wrong fails the step in Berth's words", async () => {
  const { status, said } = await play({ ...BILLING, costCentre: ' ' });

  expect(status).toBe('failed');
  expect(said).toMatch(/costCentre: This is not a cost centre\. Write it like CC-1042\./);
});

test('a dry run says who would be asked, and asks for nothing', async () => {
  const template = await eventually(() => entity('template/default/berth-project'));
  const before = await count();

  const { log } = await read<{ log: LogLine[] }>('scaffolder/v2/dry-run', {
    template,
    values: { ...BILLING, project: 'dry', environments: [{ stage: 'dev', regions: ['east'], size: 'S' }] },
    secrets: {},
    directoryContents: [],
  });

  expect(messages(log)).toContain('nothing was asked for');
  expect(messages(log)).toMatch(/Would be asked for approval: .*lee/);
  expect(await count()).toBe(before);
});

test("Berth's projects are systems, their environments resources that belong to the leads", async () => {
  const system = await eventually(() => entity('system/default/payments'));
  const environment = await eventually(() => entity('resource/default/payments-prod'));

  const owner = 'group:default/berth-payments-leads';
  expect(system.spec).toEqual({ owner });
  expect(environment.spec).toEqual({ type: 'environment', owner, system: 'payments' });
  expect(environment.metadata).toMatchObject({ annotations: { 'berth.dev/request': 'BR-7F3K2M9QXA' } });
});

test('a task waits for a request, and ends as it does', async () => {
  const done = { waitingOn: null, phase: 'ready', step: 'NOTIFICATION' } as const;
  const ready = await play({ reference: await around.requests.stand(done) }, 'waits');
  const rejected = await play({ reference: await around.requests.stand({ ...done, phase: 'rejected' }) }, 'waits');

  expect(ready).toMatchObject({ status: 'completed', said: expect.stringContaining('is ready') });
  expect(rejected).toMatchObject({ status: 'failed', said: expect.stringContaining('is rejected') });
});

test('nobody reads in Backstage what they may not see in Berth', async () => {
  const reference = await around.requests.stand({
    requester: 'mo@example.test',
    request: null,
    stages: [],
    waitingOn: null,
  });

  const { status, said } = await play({ reference }, 'waits');

  expect([status, said]).toEqual([
    'failed',
    expect.stringContaining(`There is no request ${reference} that you may see.`),
  ]);
});
