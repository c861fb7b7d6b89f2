import { isProven } from '../../src/auth/decision-tokens.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { bodyOf, DECISION_KEY, wholeFileApi } from '../support/api.ts';
import { SPEC, taskFor } from '../support/standing-request.ts';
import { REFUSED } from '../support/stub-workflows.ts';

const { requests, api } = wholeFileApi();

const selection = { stage: 'prod', regions: ['east'], size: 'S', items: ['ingress'] };

test('each act reaches the request with who acts and through which door', async () => {
  const reference = await requests.stand({ task: taskFor('requester', 'selection') });
  const path = `/api/requests/${reference}`;

  await api.call('dana', 'POST', `${path}/claim`, { task: 'selection' }, { 'berth-channel': 'portal' });
  await api.call('dana', 'POST', `${path}/select`, { selection });
  await api.call('olga', 'POST', `${path}/repair`, { repair: 'retry' }, { 'berth-channel': 'cli' });
  await api.call('lee', 'POST', `${path}/comments`, { text: 'Why two?\nSay so.' });
  await api.call('dana', 'POST', `${path}/withdraw`, { reason: 'not needed' });

  expect(await requests.received(reference)).toEqual([
    { name: 'claimTask', value: { person: 'dana', channel: 'portal', task: 'selection' } },
    {
      name: 'select',
      value: {
        person: 'dana',
        channel: 'api',
        selection: { ...selection, items: [{ item: 'ingress', parameters: {} }] },
      },
    },
    { name: 'repair', value: { person: 'olga', channel: 'cli', repair: 'retry' } },
    { name: 'comment', value: { person: 'lee', channel: 'api', text: 'Why two?\nSay so.' } },
    { name: 'withdraw', value: { person: 'dana', channel: 'api', reason: 'not needed' } },
  ]);
});

test('nobody can act in the name of somebody else', async () => {
  const reference = await requests.stand();

  const answer = await api.call('dana', 'POST', `/api/requests/${reference}/withdraw`, { person: 'lee' });

  expect(answer.status).toBe(422);
  expect(await requests.received(reference)).toEqual([]);
});

test('a decision carries proof of who made it, and binds to the content that was seen', async () => {
  const reference = await requests.stand();

  await api.call('lee', 'POST', `/api/requests/${reference}/decide`, { verdict: 'approve', specHash: SPEC });

  const [message] = await requests.received(reference);
  const decision = message?.value as unknown as Decision;
  expect(decision).toMatchObject({
    reference,
    person: 'lee',
    verdict: 'approve',
    specHash: SPEC,
    stage: 'lead',
    channel: 'api',
  });
  expect(await isProven(DECISION_KEY, decision)).toBe(true);
  expect(await isProven(DECISION_KEY, { ...decision, verdict: 'reject' })).toBe(false);
});

test('a refusal needs a reason', async () => {
  const reference = await requests.stand();

  const answer = await api.call('lee', 'POST', `/api/requests/${reference}/decide`, {
    verdict: 'reject',
    specHash: SPEC,
  });

  expect(answer.status).toBe(422);
  expect((await bodyOf(answer)).problems).toEqual([expect.objectContaining({ where: 'reason', what: 'say why' })]);
});

test('a printed signal is proven for this content and this person', async () => {
  const reference = await requests.stand();

  const answer = await api.call('lee', 'POST', `/api/requests/${reference}/signal`, {
    verdict: 'approve',
    specHash: SPEC,
  });

  const signal = (await answer.json()) as { input: Decision; name: 'approve'; workflowId: string };
  expect(signal).toMatchObject({ name: 'approve', workflowId: `request:${reference}` });
  const decision = { ...signal.input, reference, verdict: signal.name, channel: 'signal' } as const;
  expect(await isProven(DECISION_KEY, decision)).toBe(true);
  expect(await isProven(DECISION_KEY, { ...decision, person: 'dana' })).toBe(false);
});

test('what the request refuses is said in its own words', async () => {
  const reference = await requests.stand();
  const wrong = { ...selection, regions: ['atlantis'] };

  const late = await api.call('dana', 'POST', `/api/requests/${reference}/withdraw`, { reason: REFUSED });
  const invalid = await api.call('dana', 'POST', `/api/requests/${reference}/select`, { selection: wrong });

  expect(late.status).toBe(409);
  expect((await bodyOf(late)).detail).toBe('There is nothing to do now');
  expect(invalid.status).toBe(422);
  expect((await bodyOf(invalid)).problems).toEqual([
    { where: 'regions[0]', what: 'no such region', mend: 'choose east or west' },
  ]);
});

test('a request that has ended takes nothing in', async () => {
  const reference = await requests.stand({}, { end: true });

  const answer = await api.call('dana', 'POST', `/api/requests/${reference}/withdraw`, {});

  expect(answer.status).toBe(409);
  expect((await bodyOf(answer)).detail).toBe(`${reference} has ended.`);
});
