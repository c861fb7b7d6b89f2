/* Rejecting and asking for changes in Slack: a button asks for the reason, the form decides. */
import { isProven } from '../../src/auth/decision-tokens.ts';
import { ClientError } from '../../src/clients/client-error.ts';
import type { Decision } from '../../src/domain/decision.ts';
import type { SlackModal } from '../../src/domain/slack-modal.ts';
import { DECISION_KEY, directory, startTestApi, wholeFileApi } from '../support/api.ts';
import { postAsSlack } from '../support/slack-post.ts';
import { SPEC } from '../support/standing-request.ts';
import { REFUSED } from '../support/stub-workflows.ts';

const opened: { trigger: string; view: SlackModal }[] = [];
const { requests, api } = wholeFileApi({
  openSlackModal: async (trigger, view) => {
    if (trigger === 'late') throw new ClientError('Rejected', 'expired_trigger_id');
    opened.push({ trigger, view });
  },
});
beforeEach(() => void opened.splice(0));

const press = (reference: string, verdict: string, trigger_id = 't1') => ({
  type: 'block_actions',
  user: { id: 'U0LEE' },
  trigger_id,
  actions: [
    {
      action_id: `berth:${verdict}`,
      action_ts: '1763713200.1',
      value: JSON.stringify({ reference, specHash: SPEC, stage: 'lead' }),
    },
  ],
});

interface Filled {
  readonly reason?: string | null;
  readonly user?: string;
  readonly id?: string;
  readonly metadata?: object;
  readonly callback?: string;
}

const form = (reference: string, verdict: string, { reason = 'Too big.', user = 'U0LEE', ...more }: Filled = {}) => ({
  type: 'view_submission',
  user: { id: user },
  view: {
    id: more.id ?? 'V1',
    callback_id: more.callback ?? 'berth:reason',
    private_metadata: JSON.stringify(more.metadata ?? { reference, specHash: SPEC, stage: 'lead', verdict }),
    state: { values: { 'berth:reason': { 'berth:reason': { type: 'plain_text_input', value: reason } } } },
  },
});

const send = (payload: unknown, wish = {}, { app } = api) => postAsSlack(app, payload, wish);
const errorIn = async (answer: Response) =>
  ((await answer.json()) as { errors: Record<string, string> }).errors['berth:reason'];

test.each(['reject', 'request-changes'] as const)(
  '%s asks for the reason, and decides nothing by itself',
  async (verdict) => {
    const reference = await requests.stand();

    const answer = await send(press(reference, verdict));

    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(opened).toMatchObject([{ trigger: 't1' }]);
    expect(JSON.parse(opened[0]?.view.private_metadata ?? '')).toEqual({
      reference,
      specHash: SPEC,
      stage: 'lead',
      verdict,
    });
    expect(await requests.received(reference)).toEqual([]);
  },
);

test.each(['reject', 'request-changes'] as const)(
  'a form that was sent is %s with its reason, proven',
  async (verdict) => {
    const reference = await requests.stand();

    const answer = await send(form(reference, verdict, { reason: ' <b>Use</b> the shared database.\n' }));

    expect([answer.status, await answer.text()]).toEqual([200, '']);
    const [message] = await requests.received(reference);
    const decision = message?.value as unknown as Decision;
    expect(decision).toMatchObject({ person: 'lee', verdict, channel: 'slack', specHash: SPEC, stage: 'lead' });
    expect(decision.reason).toBe('<b>Use</b> the shared database.');
    expect(await isProven(DECISION_KEY, decision)).toBe(true);
  },
);

test('a form that is delivered twice, even with other words, is one decision', async () => {
  const reference = await requests.stand();

  await send(form(reference, 'reject'));
  await send(form(reference, 'reject', { reason: 'Something else.' }));

  expect((await requests.received(reference)).map(({ value }) => value['reason'])).toEqual(['Too big.']);
});

test('the forms of two people are two decisions, in whichever order they arrive', async () => {
  const reference = await requests.stand();

  await send(form(reference, 'reject', { user: 'U0OLGA', id: 'V2' }));
  await send(form(reference, 'request-changes', { id: 'V1' }));

  expect((await requests.received(reference)).map(({ value }) => value['person'])).toEqual(['olga', 'lee']);
});

test.each([
  ['empty', '', 'Say why'],
  ['nothing', null, 'Say why'],
  ['blanks', ' \n\t ', 'Say why'],
  ['3,000 characters', 'x'.repeat(3000), 'at most 2000 characters; these are 3000'],
])('a reason of %s is shown as an error in the form', async (_, reason, words) => {
  const reference = await requests.stand();

  const answer = await send(form(reference, 'reject', { reason }));

  expect(await errorIn(answer)).toContain(words);
  expect(await requests.received(reference)).toEqual([]);
});

test('the same form counts once its error is mended', async () => {
  const reference = await requests.stand();

  await send(form(reference, 'reject', { reason: REFUSED }));
  await send(form(reference, 'reject', { reason: 'Too big.' }));

  expect((await requests.received(reference)).map(({ value }) => value['reason'])).toEqual(['Too big.']);
});

test('what the request says against it is shown in the form', async () => {
  const reference = await requests.stand();
  const ended = await requests.stand({}, { end: true });

  expect(await errorIn(await send(form(reference, 'reject', { reason: REFUSED })))).toBe('There is nothing to do now');
  expect(await errorIn(await send(form(ended, 'reject')))).toBe(`${ended} has ended.`);
});

test('a Slack user nobody knows decides nothing, and reads why in the form', async () => {
  const reference = await requests.stand();

  const answer = await send(form(reference, 'reject', { user: 'U0MAL' }));

  expect(await errorIn(answer)).toContain('knows nobody');
  expect(await requests.received(reference)).toEqual([]);
});

test.each([
  ['approve', { verdict: 'approve', stage: 'lead' }],
  ['no stage', { verdict: 'reject' }],
  ['no reference', { verdict: 'reject', stage: 'lead', reference: 'payments' }],
])('a form of ours that decides about %s does nothing', async (_, change) => {
  const reference = await requests.stand();

  const answer = await send(form(reference, 'reject', { metadata: { reference, specHash: SPEC, ...change } }));

  expect([answer.status, await answer.text()]).toEqual([200, '']);
  expect(await requests.received(reference)).toEqual([]);
});

test('a forged form is refused', async () => {
  const reference = await requests.stand();

  expect((await send(form(reference, 'reject'), { secret: 'another secret' })).status).toBe(401);
  expect(await requests.received(reference)).toEqual([]);
});

test('a form that Slack does not open any more decides nothing and is no failure of ours', async () => {
  const reference = await requests.stand();

  expect((await send(press(reference, 'reject', 'late'))).status).toBe(200);
  await api.deps.background.settled();

  expect(await requests.received(reference)).toEqual([]);
});

test('Slack is answered in time although the directory is slow, and the form still counts', async () => {
  const reference = await requests.stand();
  let release = () => {};
  const held = new Promise<void>((resolve) => void (release = resolve));
  const slow = await startTestApi(requests.env.client, {
    findPerson: async (by) => {
      await held;
      return directory.findPerson(by);
    },
  });

  const answer = await send(form(reference, 'reject'), {}, slow);
  expect([answer.status, await answer.text()]).toEqual([200, '']);
  expect(await requests.received(reference)).toEqual([]);

  release();
  await slow.close();
  expect(await requests.received(reference)).toHaveLength(1);
});
