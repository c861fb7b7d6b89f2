/* The whole way of a rejection in Slack: button, form, reason, on the real client and the sandbox's workspace. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createSlackClient } from '../../src/clients/slack.ts';
import { type AskedReason, reasonModal } from '../../src/domain/slack-modal.ts';
import { eachTest } from '../support/fixture.ts';
import { asked, question, REFERENCE, SPEC, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);
const WANTED: AskedReason = { reference: REFERENCE, specHash: SPEC, stage: 'project-lead', verdict: 'reject' };

/** An app that opens the form at each click, and answers to forms what the test wants. */
async function startApp(answer: () => object | string) {
  const slack = createSlackClient(messages.config.slack);
  const forms: { view: { private_metadata: string; state: { values: Record<string, unknown> } } }[] = [];
  const triggers: string[] = [];
  const app = new Hono();
  app.post('/', async (c) => {
    const payload = JSON.parse(new URLSearchParams(await c.req.text()).get('payload') ?? '');
    if (payload.type === 'view_submission') {
      forms.push(payload);
      const said = answer();
      return typeof said === 'string' ? c.text(said) : c.json(said);
    }
    triggers.push(payload.trigger_id);
    await slack.openModal(payload.trigger_id, reasonModal(WANTED));
    return c.body(null, 200);
  });
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      messages.slack.setInteractivityUrl(`http://127.0.0.1:${port}/`);
      resolve(started);
    });
  });
  return { slack, forms, triggers, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function press() {
  const [post] = await messages.activities.askInSlack({ ...question(), ...asked(['lee']) });
  if (!post) throw new Error('nobody was asked');
  await messages.slack.click({ ...post, person: 'U0LEE', actionId: 'berth:reject' });
  const [view] = messages.slack.views();
  if (!view) throw new Error('no form was opened');
  return { person: 'U0LEE', view: view.id };
}

test('a form is shown to whoever pressed, sends what they wrote, and closes', async () => {
  const app = await startApp(() => '');
  const form = await press();

  const sent = await messages.slack.submit({ ...form, written: { 'berth:reason': 'Too big.' } });
  await app.close();

  expect(sent).toEqual({ closed: true });
  expect(messages.slack.views()).toEqual([]);
  expect(JSON.parse(app.forms[0]?.view.private_metadata ?? '')).toEqual(WANTED);
  expect(app.forms[0]?.view.state.values).toEqual({
    'berth:reason': { 'berth:reason': { type: 'plain_text_input', value: 'Too big.' } },
  });
});

test('errors are shown in the form, which stays', async () => {
  const app = await startApp(() => ({ response_action: 'errors', errors: { 'berth:reason': 'It has ended.' } }));
  const form = await press();

  await messages.slack.submit({ ...form, written: { 'berth:reason': 'Too big.' } });
  const page = await (await fetch(`${messages.slack.pageUrl}?as=U0LEE`)).text();
  await app.close();

  expect(page).toContain('It has ended.');
  expect(page).toMatch(/<textarea name="berth:reason" maxlength="2000" required>/);
});

test('a person fills the form in on the page of the sandbox, or cancels it', async () => {
  const app = await startApp(() => '');
  const submit = (path: string, fields: Record<string, string>) =>
    fetch(`${messages.slack.pageUrl}${path}`, { method: 'POST', body: new URLSearchParams(fields) });

  await submit('cancel', await press());
  expect(messages.slack.views()).toEqual([]);
  const { person, view } = await press();
  await submit('submit', { person, view, 'berth:reason': 'Too big.' });
  await app.close();

  expect(messages.slack.views()).toEqual([]);
  expect(app.forms).toHaveLength(1);
});

test.each([
  ['nothing', '', 'complete this required field'],
  ['too much', 'x'.repeat(2001), '0 to 2000 characters'],
])('Slack itself does not send %s', async (_, reason, words) => {
  const app = await startApp(() => '');
  const form = await press();

  await expect(messages.slack.submit({ ...form, written: { 'berth:reason': reason } })).rejects.toThrow(words);
  await app.close();

  expect(app.forms).toEqual([]);
});

test('nobody sends the form of somebody else, and a form that is closed is not sent again', async () => {
  const app = await startApp(() => '');
  const form = await press();
  const written = { 'berth:reason': 'Too big.' };

  await expect(messages.slack.submit({ ...form, person: 'U0CORA', written })).rejects.toThrow('no view');
  await messages.slack.submit({ ...form, written });
  await expect(messages.slack.submit({ ...form, written })).rejects.toThrow('no view');
  await app.close();

  expect(app.forms).toHaveLength(1);
});

test.each([
  ['errors of an input that is not there', { response_action: 'errors', errors: { other: 'x' } }, 'no input'],
  ['no errors', { response_action: 'errors', errors: {} }, 'no errors'],
  ['what is no answer to a form', { response_action: 'push' }, 'response_action'],
])('a person is told of trouble when the app answers %s', async (_, answer, words) => {
  const app = await startApp(() => answer);
  const form = await press();

  await expect(messages.slack.submit({ ...form, written: { 'berth:reason': 'x' } })).rejects.toThrow(words);
  await app.close();

  expect(messages.slack.views()).toHaveLength(1);
});

test('a trigger opens one form', async () => {
  const app = await startApp(() => '');
  await press();

  const again = app.slack.openModal(app.triggers[0] ?? '', reasonModal(WANTED));

  await expect(again).rejects.toMatchObject({ code: 'exchanged_trigger_id' });
  await app.close();
});
