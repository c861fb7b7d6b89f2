import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeContext } from '../../sandbox/kit/context.ts';
import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts';
import { listen } from '../../src/api/server.ts';
import { openSlackSocket } from '../../src/api/webhooks/slack-socket.ts';
import { createSlackClient } from '../../src/clients/slack.ts';
import { Secret } from '../../src/config.ts';
import { checkSlack } from '../../src/doctor/slack.ts';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { startTestApi } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { wholeFile } from '../support/fixture.ts';
import { question } from '../support/notification.ts';
import { SPEC, startStandingRequests, taskFor } from '../support/standing-request.ts';

const requests = wholeFile(startStandingRequests);

/** Slack and an API that it reaches by its address, or that has opened a connection to it. */
async function startBoth(mode: 'http' | 'socket') {
  const slack = await startSlack(makeContext(mkdtempSync(join(tmpdir(), 'berth-slack-'))));
  const config = {
    apiUrl: slack.url,
    token: new Secret(slack.token),
    signingSecret: new Secret(slack.signingSecret),
    channel: 'C0BERTH',
    ...(mode === 'socket' ? { appToken: new Secret(slack.appToken) } : {}),
  };
  const client = createSlackClient(config);
  const api = await startTestApi(requests.env.client, {
    openSlackModal: (trigger, view) => client.openModal(trigger, view),
    publishSlackHome: (user, view) => client.publishHome(user, view),
  });
  const deps = { ...api.deps, config: { ...api.deps.config, slack: config } };
  const again = await startTestApi(requests.env.client, deps);
  const server = await listen(again.app.fetch, { host: '127.0.0.1', port: 0, proxies: 0 });
  const socket = openSlackSocket(again.deps);
  if (socket) await until(() => slack.connections() > 0);
  const { port } = server.address() as { port: number };
  if (mode === 'http') slack.setInteractivityUrl(`http://127.0.0.1:${port}/webhooks/slack`);
  const close = async () => {
    await socket?.close();
    await again.deps.background.settled();
    await slack.close();
    await new Promise((resolve) => server.close(resolve));
    await again.close();
    await api.close();
  };
  return { slack, api: again, close };
}

const until = (holds: () => boolean) => eventually(async () => (holds() ? true : undefined));

const { request, selection, pullRequest } = question();
/** A request with all that its decision is about. */
const DECIDABLE = { request: { ...request, selection }, pullRequest } as Partial<RequestStatus>;

/** Waits until Visibility has it: lists lag by a moment. */
async function listed(slack: RunningSlack, person: string, reference: string): Promise<string> {
  return eventually(async () => {
    expect(await slack.openHome(person)).toBe(200);
    const shown = JSON.stringify(slack.home(person)?.blocks ?? []);
    return shown.includes(reference) ? shown : undefined;
  });
}

describe.each(['http', 'socket'] as const)('by %s', (mode) => {
  const both = wholeFile(() => startBoth(mode));

  test('the tab shows what waits for its reader with what they decide about, and pressing there decides', async () => {
    const reference = await requests.stand(DECIDABLE);
    const shown = await listed(both.slack, 'U0LEE', reference);

    expect(shown).toContain('Project lead decides');
    expect(shown).toContain('payments-prod');
    expect(shown).toContain(`https://berth.example.test/decisions/${reference}`);

    const value = JSON.stringify({ reference, specHash: SPEC, stage: 'lead' });
    expect(await both.slack.clickHome({ person: 'U0LEE', actionId: 'berth:approve', value })).toBe(200);
    const told = await eventually(async () => (await requests.received(reference))[0]);
    expect(told).toMatchObject({ name: 'decide', value: { person: 'lee', verdict: 'approve', channel: 'slack' } });
    await until(() => JSON.stringify(both.slack.home('U0LEE')).includes(`What you said about ${reference}`));
  });

  test('whoever asked sees how their request stands, and no button to decide it', async () => {
    const reference = await requests.stand();
    const shown = await listed(both.slack, 'U0DANA', reference);

    expect(shown).toContain('Payments API');
    expect(shown).not.toContain('berth:approve');
    expect(shown).toContain('berth:ask');
  });

  test('a task without a decision leads to its page', async () => {
    const change: Partial<RequestStatus> = { step: 'ACCOUNT_PROVISIONING', task: taskFor('support'), stages: [] };
    const waitingOn = {
      kind: 'person',
      who: ['sam'],
      text: 'Check the plan',
      since: '2026-11-21T09:00:00.000Z',
      deadline: '2026-11-23T09:00:00.000Z',
      next: 'it expires',
    } as const;
    const reference = await requests.stand({ ...change, waitingOn: { ...waitingOn, who: [...waitingOn.who] } });
    const shown = await listed(both.slack, 'U0SAM', reference);

    expect(shown).toContain(`https://berth.example.test/requests/${reference}`);
    expect(shown).not.toContain('berth:approve');
  });

  test('a reason is asked for by a form, and the tab then shows what came of it', async () => {
    const reference = await requests.stand();
    await listed(both.slack, 'U0LEE', reference);
    const value = JSON.stringify({ reference, specHash: SPEC, stage: 'lead' });

    await both.slack.clickHome({ person: 'U0LEE', actionId: 'berth:reject', value });
    const form = await eventually(async () => both.slack.views().at(-1));
    const sent = await both.slack.submit({ person: 'U0LEE', view: form.id, written: { 'berth:reason': 'Too dear' } });

    expect(sent).toEqual({ closed: true });
    expect(await requests.received(reference)).toMatchObject([{ value: { verdict: 'reject', reason: 'Too dear' } }]);
    await until(() => JSON.stringify(both.slack.home('U0LEE')).includes(`What you said about ${reference}`));
  });

  test('/berth asks by a form: what is wrong stands beside its field, what is right begins one request', async () => {
    expect(await both.slack.command('U0DANA', '')).toBe('');
    const form = both.slack.views().at(-1);
    const fill = (written: Record<string, string>) =>
      both.slack.submit({ person: 'U0DANA', view: form?.id ?? '', written });
    const wrong = await fill({ project: 'P!', lead: 'lee', costCentre: 'CC-1042' });
    expect(wrong).toMatchObject({
      closed: false,
      errors: {
        project: expect.stringContaining('not a project name'),
        lead: expect.stringContaining('not a mail address'),
      },
    });

    const project = `slack-${mode}`;
    expect(await fill({ project, lead: 'lee@example.test', costCentre: 'CC-1042', reason: '<!channel>' })).toEqual({
      closed: false,
      errors: {},
    });
    const shown = JSON.stringify(both.slack.views().find(({ id }) => id === form?.id)?.view.blocks);
    const [, reference = ''] = /requests\/(BR-[0-9A-Z]{10})\|/.exec(shown) ?? [];
    const { memo } = await requests.env.client.workflow.getHandle(requestWorkflowId(reference)).describe();
    expect(memo?.['intakeKey']).toBe(`api:dana:slack:${form?.id}`);
  });

  test('/berth status tells how a request stands, to whoever may see it', async () => {
    const reference = await requests.stand();

    expect(await both.slack.command('U0DANA', `status ${reference.toLowerCase()}`)).toContain(
      'Waiting for lee: Project lead decides',
    );
    const none = `${reference.slice(0, -1)}${reference.endsWith('0') ? '1' : '0'}`;
    expect(await both.slack.command('U0DANA', `status ${none}`)).toBe(`There is no request ${none} that you may see.`);
    expect(await both.slack.command('U0MAL', `status ${reference}`)).toContain('knows nobody with the mail address');
    expect(await both.slack.command('U0DANA', 'stauts')).toContain('Did you mean `/berth status`?');
    expect(await both.slack.command('U0DANA', 'help')).toContain('/berth status BR-');
  });

  test('somebody whom the directory does not know is told so in their tab', async () => {
    await both.slack.openHome('U0MAL');

    const home = await eventually(async () => both.slack.home('U0MAL'));
    expect(JSON.stringify(home)).toContain('The directory knows nobody with the mail address of your Slack profile.');
    expect(JSON.stringify(home)).not.toContain('berth:ask');
  });
});

test('doctor tries the app-level token', async () => {
  const slack = await startSlack(makeContext(mkdtempSync(join(tmpdir(), 'berth-slack-'))));
  const settings = {
    apiUrl: slack.url,
    token: new Secret(slack.token),
    signingSecret: new Secret(slack.signingSecret),
    channel: 'C0BERTH',
  };
  const found = async (appToken: string) =>
    (await checkSlack({ slack: { ...settings, appToken: new Secret(appToken) } })).find(
      ({ what }) => what === 'Socket Mode',
    );

  expect(await found(slack.appToken)).toMatchObject({ ok: true });
  expect(await found('xapp-1-other')).toMatchObject({
    ok: false,
    detail: expect.stringContaining('connections:write'),
  });
  expect((await checkSlack({ slack: settings })).map(({ ok }) => ok)).toEqual([true, true, true]);
  await slack.close();
});

test('a person opens their tab and writes the command on the page of the sandbox', async () => {
  const { slack, close } = await startBoth('http');
  const post = async (path: string, fields: Record<string, string>) =>
    (await fetch(`${slack.pageUrl}${path}`, { method: 'POST', body: new URLSearchParams(fields) })).text();

  expect(await post('home', { person: 'U0DANA' })).toContain('Ask for something</button>');
  await post('home', { person: 'U0DANA', pressed: JSON.stringify(['berth:ask', 'ask']) });
  const page = await post('command', { person: 'U0DANA', text: 'help' });
  expect(page).toContain('Ask for a project');
  expect(page).toContain('`/berth status BR-');
  await close();
});

test('a connection that Slack ends is opened anew, and of two processes one answers', async () => {
  const first = await startBoth('socket');
  first.slack.refreshConnections();
  await until(() => first.slack.connectionsOpened() === 2 && first.slack.connections() === 1);
  const second = openSlackSocket(first.api.deps);
  await until(() => first.slack.connections() === 2);

  expect(await first.slack.command('U0DANA', 'help')).toContain('/berth status');
  await second?.close();
  await until(() => first.slack.connections() === 1);
  expect(await first.slack.command('U0DANA', 'help')).toContain('/berth status');
  await first.close();
});
