/*
 * Approving against withdrawing, expiring and editing, in each order: a real OPA server says who decides, Slack's presses are
 * signed, GitHub is judged by its description. Whatever wins, nothing is lost or counts twice, and everybody can read why.
 */
import { PEOPLE } from '../../sandbox/people.ts';
import { ApiRefusal, callPatiently } from '../../scripts/demo/people.ts';
import { DAY_MS } from '../../src/domain/duration.ts';
import { personWorkflowId } from '../../src/domain/naming.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { nudgeSignal } from '../../src/workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { asked, type Question, type Races, startRaces } from '../support/races.ts';

let races: Races;
beforeAll(async () => {
  races = await startRaces();
}, 300_000);
afterAll(() => races.close(), 120_000);

const REASON = { reason: 'Not needed after all.' };
const ignoreTaken = (error: unknown) => {
  if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
};
const withdraw = (question: Question) => races.act(PEOPLE.dana, question, 'withdraw', REASON);
const merged = (question: Question) => races.until(question, ({ mergeSha }) => mergeSha !== null);
const held = (question: Question) => races.until(question, ({ waitingOn }) => waitingOn?.kind === 'window');

/** What is said of a step that ended the request. */
const whyItEnded = ({ steps }: RequestStatus) => steps.find(({ status }) => status === 'failed')?.note;

/** What was said and whether it counts, or why not. */
const saidOf = ({ decisions }: RequestStatus) =>
  decisions.map(({ decision, counts, refusal }) => `${decision.person} ${counts ? 'counts' : refusal}`);

/** What Lee is told after something they did. */
async function toldAfter(act: () => Promise<void>): Promise<string> {
  const before = races.told().length;
  await act();
  return eventually(() => races.told()[before]);
}

describe('approve and withdraw', () => {
  test('approved, then withdrawn before the merge: it is withdrawn, and the approval stays on record', async () => {
    const question = await races.ask('withdrawn-after');
    await races.whileFrozen(async () => {
      await races.press(question);
      await held(question);
      await withdraw(question);
      const status = await races.ended(question);

      expect(status).toMatchObject({ phase: 'withdrawn', mergeSha: null, undo: { left: [] } });
      expect(saidOf(status)).toEqual(['lee counts']);
      expect(whyItEnded(status)).toBe('Withdrawn by dana: Not needed after all.');
    });
  });

  test('withdrawn, then approved: it is withdrawn, and the approver is told', async () => {
    const question = await races.ask('withdrawn-before');
    await withdraw(question);

    const told = await toldAfter(() => races.press(question));
    const status = await races.ended(question);

    expect(told).toMatch(/nothing to decide now|has ended/);
    expect(status).toMatchObject({ phase: 'withdrawn', mergeSha: null, decisions: [] });
    expect(whyItEnded(status)).toBe('Withdrawn by dana: Not needed after all.');
  });

  test('both at once while no worker runs: it is withdrawn, and the approver can read what became of their word', async () => {
    const question = await races.ask('withdrawn-at-once');
    const told = races.told().length;

    const [pressed, withdrawn] = await races.withoutWorker(async () => [
      races.press(question),
      // Sent again while nobody answers: what was taken in meanwhile is then refused.
      withdraw(question).catch(ignoreTaken),
    ]);
    await Promise.all([pressed, withdrawn]);
    const status = await races.ended(question);

    expect(status).toMatchObject({ phase: 'withdrawn', undo: { left: [] } });
    expect([...saidOf(status), ...races.told().slice(told)]).not.toEqual([]);
  });
});

describe('approve and cancel in Temporal', () => {
  const cancel = async ({ workflowId }: Question) => void (await races.client.workflow.getHandle(workflowId).cancel());

  test('approved, then cancelled before the merge: what was made is undone, and the approval stays on record', async () => {
    const question = await races.ask('cancelled-after');
    await races.whileFrozen(async () => {
      await races.press(question);
      await held(question);
      await cancel(question);
      const status = await races.ended(question);

      expect(status).toMatchObject({ phase: 'undone', mergeSha: null, undo: { left: [] } });
      expect(saidOf(status)).toEqual(['lee counts']);
      expect(whyItEnded(status)).toBe('The workflow was cancelled');
    });
  });

  test('cancelled, then approved: what was made is undone, and the approver is told', async () => {
    const question = await races.ask('cancelled-before');
    await cancel(question);
    await races.until(question, ({ phase }) => phase !== 'waiting');

    const told = await toldAfter(() => races.press(question));
    const status = await races.ended(question);

    expect(told).toMatch(/nothing to decide now|has ended/);
    expect(status).toMatchObject({ phase: 'undone', mergeSha: null, decisions: [] });
    expect(whyItEnded(status)).toBe('The workflow was cancelled');
  });
});

describe('approve and expire', () => {
  beforeAll(() => races.setDeadline('40s'));
  afterAll(() => races.setDeadline());

  test('approved, then the deadline passes before the merge: it is merged', async () => {
    const question = await races.ask('expires-after');
    await races.whileFrozen(async () => {
      await races.press(question);
      await held(question);
      await eventually(() => Date.now() > Date.parse(question.deadline), 60_000);
      expect(saidOf(await held(question))).toEqual(['lee counts']);
    });

    expect(await merged(question)).toMatchObject({ failure: null });
  });

  test('expired, then approved: it is expired, and the approver is told', async () => {
    const question = await races.ask('expires-before');
    await races.until(question, ({ phase }) => phase === 'undoing' || phase === 'expired');

    const told = await toldAfter(() => races.press(question));
    const status = await races.ended(question);

    expect(told).toMatch(/nothing to decide now|has ended/);
    expect(status).toMatchObject({ phase: 'expired', mergeSha: null, decisions: [] });
    expect(whyItEnded(status)).toBe('Nobody decided in time');
  });

  test.each(['approve, then the deadline', 'the deadline, then approve'])(
    '%s, while no worker runs: what was said before Berth ended it counts',
    async (order) => {
      const question = await races.ask(order.startsWith('approve') ? 'word-first' : 'deadline-first');
      const handle = races.client.workflow.getHandle(question.workflowId);
      const { name, input } = (await races.act(PEOPLE.lee, question, 'signal', {
        verdict: 'approve',
        specHash: question.specHash,
      })) as { name: string; input: unknown };
      const before = await timersFired(handle);

      await races.withoutWorker(async () => {
        if (order.startsWith('approve')) await handle.signal(name, input);
        await eventually(async () => (await timersFired(handle)) > before, 60_000);
        if (!order.startsWith('approve')) await handle.signal(name, input);
      });
      const status = await merged(question);

      expect(saidOf(status)).toEqual(['lee counts']);
      expect(status.failure).toBeNull();
    },
  );
});

type Handle = ReturnType<Races['client']['workflow']['getHandle']>;

async function timersFired(handle: Handle): Promise<number> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter((event) => event.timerFiredEventAttributes).length;
}

describe('approve and edit', () => {
  const retry = (question: Question) => races.act(PEOPLE.olga, question, 'repair', { repair: 'retry' });
  const edited = (question: Question) => races.until(question, ({ phase }) => phase === 'needs-person');

  /** The content is rendered again, and Lee asked about it. @returns what had been said by then */
  async function mend(question: Question): Promise<string[]> {
    await retry(question);
    const again = await asked(races.stage.sandbox, question, races.until);
    const said = saidOf(await races.until(question, () => true));
    await races.press(again);
    expect(saidOf(await merged(question)).at(-1)).toBe('lee counts');
    return said;
  }

  test('approved, then edited before the merge: the approval is void, and asked for again', async () => {
    const question = await races.ask('edited-after');
    await races.whileFrozen(async () => {
      await races.press(question);
      await held(question);
      await races.edit(question);
    });
    const status = await edited(question);

    expect(status).toMatchObject({ mergeSha: null, failure: { type: 'ContentChanged' } });
    expect(await mend(question)).toEqual(['lee Void: The content is rendered again']);
  });

  test('edited, then approved: the approval is refused, and asked for again', async () => {
    const question = await races.ask('edited-before');
    await races.edit(question);
    const status = await edited(question);
    expect(status).toMatchObject({ mergeSha: null, failure: { type: 'ContentChanged' } });

    await races.press(question);

    expect(await mend(question)).toEqual([expect.stringMatching(/^lee It came too late/)]);
  });

  test('both at once while no worker runs: what was edited is never merged', async () => {
    const question = await races.ask('edited-at-once');

    await races.withoutWorker(() => Promise.all([races.press(question), races.edit(question)]));
    const status = await edited(question);

    expect(status).toMatchObject({ mergeSha: null, failure: { type: 'ContentChanged' } });
    expect((await mend(question)).every((said) => !said.endsWith('counts'))).toBe(true);
  });
});

describe('a worker that is killed while it reminds somebody', () => {
  const lee = () => races.client.workflow.getHandle(personWorkflowId('lee'));
  const nudge = ({ reference }: Question) =>
    lee().signal(nudgeSignal, { reference, project: 'reminded', since: new Date().toISOString() });
  const mails = async () => {
    const received = await races.stage.sandbox.mail.received(PEOPLE.lee.mail);
    return received.filter(({ subject }) => subject.includes('Reminder'));
  };

  test('sends one reminder, however often, and keeps when they are away', async () => {
    const { sandbox } = races.stage;
    const [from, until] = [1, 2].map((days) => new Date(Date.now() + days * DAY_MS).toISOString());
    const question = await races.ask('reminded');
    await callPatiently(sandbox, PEOPLE.lee, '/api/absences', { from, until, delegate: 'olga' });

    // Killed when the mail is out, and nobody has heard that it is.
    sandbox.context.faults.add({ match: '^mail SMTP lee@.*digest', lostReply: true });
    await nudge(question);
    await eventually(async () => (await mails()).length > 0, 120_000);
    await races.withoutWorker(async () => undefined);
    await eventually(async () => (await mails()).length > 1, 120_000);

    const known = await callPatiently(sandbox, PEOPLE.lee, '/api/absences');
    expect(known).toMatchObject({ items: [{ from, until, delegate: 'olga', by: 'lee' }] });
    expect(new Set((await mails()).map(({ messageId }) => messageId)).size).toBe(1);
    await withdraw(question);
  }, 400_000);
});
