import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { MailOrder } from '../../src/activities/contracts.ts';
import type { TimelineEntry } from '../../src/domain/status.ts';
import { commentUpdate, mailReplySignal, timelineQuery } from '../../src/workflows/messages.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { confirmAccounts } from '../support/lifecycle-moves.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

/** A request that waits for lee's decision, and the mails about comments. */
async function talking(play: (request: Played, told: MailOrder[]) => Promise<void>): Promise<void> {
  const told: MailOrder[] = [];
  const sendMail = async (order: MailOrder) => {
    if (order.what === 'comment') told.push(order);
  };
  const findPerson = async ({ mail = '' }: { mail?: string }) => ({ id: mail.split('@')[0] ?? '', name: mail, mail });
  await withRequest(env, { activities: { sendMail, findPerson } }, async (request) => {
    await confirmAccounts(request);
    await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');
    await play(request, told);
    await request.handle.terminate();
  });
}

const comments = async ({ handle }: Played): Promise<TimelineEntry[]> =>
  (await handle.query(timelineQuery)).filter(({ comment }) => comment);
const say = ({ handle }: Played, person: string, text: string) =>
  handle.executeUpdate(commentUpdate, { args: [{ person, channel: 'portal', text }] });
const mailed = (told: readonly MailOrder[]) => told.map(({ to, data }) => [to, data['person'], data['comment']]);

test('a comment stands in the story and is told to whoever takes part, the answer by mail as well', async () => {
  await talking(async (request, told) => {
    await say(request, 'dana', 'Two regions, for the audit.\n\nIs that fine?');
    await request.until(() => told.length === 1);
    await request.handle.signal(mailReplySignal, { from: 'lee@example.test', text: 'It is.' });
    await request.until(() => told.length === 2);

    expect(mailed(told)).toEqual([
      ['lee', 'dana', ['Two regions, for the audit.', 'Is that fine?']],
      ['dana', 'lee', ['It is.']],
    ]);
    expect(await comments(request)).toMatchObject([
      { who: 'dana', text: 'Two regions, for the audit.\n\nIs that fine?', step: 'APPROVAL_WORKFLOW' },
      { who: 'lee@example.test', text: 'It is.' },
    ]);
  });
});

test('what a stranger or an unproven sender writes is shown and told to nobody', async () => {
  await talking(async (request, told) => {
    await request.handle.signal(mailReplySignal, { from: 'nia@example.test', text: 'buy' });
    await request.handle.signal(mailReplySignal, { from: 'dana@example.test (unproven)', text: 'buy' });
    await say(request, 'dana', 'Who was that?');
    await request.until(() => told.length > 0);

    expect(mailed(told)).toEqual([['lee', 'dana', ['Who was that?']]]);
    expect((await comments(request)).map(({ who }) => who)).toEqual([
      'nia@example.test',
      'dana@example.test (unproven)',
      'dana',
    ]);
  });
});

test('empty comments and more than a hundred are refused', async () => {
  await talking(async (request) => {
    const nothing = say(request, 'lee', ' \u202E\u0007\n ');
    await expect(nothing).rejects.toMatchObject({ cause: { message: 'A comment says something' } });
    for (let n = 0; n < 100; n += 1)
      await request.handle.signal(mailReplySignal, { from: 'nia@example.test', text: `${n}` });

    const refused = { cause: { message: expect.stringContaining('100 comments are the most') } };
    await expect(say(request, 'lee', 'one more')).rejects.toMatchObject(refused);
    await request.handle.signal(mailReplySignal, { from: 'lee@example.test', text: 'one more' });
    expect(await comments(request)).toHaveLength(100);
  });
});

test('a mail that is read twice is said once', async () => {
  await talking(async (request, told) => {
    const reply = { id: 'mail-1', from: 'lee@example.test', text: 'It is.' };
    await request.handle.signal(mailReplySignal, reply);
    await request.handle.signal(mailReplySignal, reply);
    await request.handle.signal(mailReplySignal, { ...reply, id: 'mail-2' });
    await request.until(() => told.length === 2);

    expect(await comments(request)).toHaveLength(2);
  });
});
