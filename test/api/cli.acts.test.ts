import { isProven } from '../../src/auth/decision-tokens.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { DECISION_KEY, wholeFileApi } from '../support/api.ts';
import { wholeFileTerminal } from '../support/cli.ts';
import { decidable } from '../support/decidable.ts';
import { stageOf } from '../support/scripted-activities.ts';
import { SPEC, taskFor } from '../support/standing-request.ts';

const { requests, api } = wholeFileApi();
const { berth, file } = wholeFileTerminal(api);

test('a lead approves what they saw', async () => {
  const reference = await requests.stand();

  expect((await berth('lee', ['approve', reference, '--spec', '4be14be14be1', '--yes'])).code).toBe(0);

  expect(await requests.received(reference)).toMatchObject([
    { name: 'decide', value: { person: 'lee', verdict: 'approve', specHash: SPEC, channel: 'cli' } },
  ]);
});

test('what is decided is shown before, and nothing is sent without a yes', async () => {
  const reference = await requests.stand(decidable());

  const ran = await berth('lee', ['approve', reference]);

  expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('add --yes') });
  for (const words of [`${reference}, stage "lead"`, 'Cost: +59.32 USD a month (0.00 before', 'Waiting for: lee'])
    expect(ran.out).toContain(words);
  expect(await requests.received(reference)).toEqual([]);
});

test.each(['reject', 'request-changes'])('%s needs a reason, and sends it', async (verdict) => {
  const reference = await requests.stand(decidable());

  expect((await berth('lee', [verdict, reference, '--yes'])).code).toBe(2);
  expect((await berth('lee', [verdict, reference, '--yes', '--reason', 'Too big.'])).code).toBe(0);

  expect(await requests.received(reference)).toMatchObject([{ value: { verdict, reason: 'Too big.', stage: 'lead' } }]);
});

test('whoever is not asked in the stage is told whose turn it is', async () => {
  const stages = [stageOf('lead', ['nia']), stageOf('cost', ['lee'])];
  const reference = await requests.stand(decidable({ stages }));

  const ran = await berth('lee', ['approve', reference, '--yes']);
  const early = await berth('lee', ['approve', reference, '--yes', '--stage', 'cost']);

  expect(ran).toMatchObject({
    code: 3,
    err: expect.stringContaining('turn of the stage "lead", in which nia decides'),
  });
  expect(early).toMatchObject({ code: 5, err: expect.stringContaining('turn of the stage "lead", not of "cost"') });
  expect(await requests.received(reference)).toEqual([]);
});

test('a lead does not approve what has changed since', async () => {
  const reference = await requests.stand();

  const ran = await berth('lee', ['approve', reference, '--spec', '0000']);

  expect(ran.code).toBe(5);
  expect(ran.err).toContain(`Next: berth status ${reference}`);
  expect(await requests.received(reference)).toEqual([]);
});

test('the printed signal is a line for the shell that proves who decided', async () => {
  const reference = await requests.stand();

  const { out } = await berth('lee', ['reject', reference, '--reason', "it's too large", '--print-signal']);

  const [, name, input] = /--name (\w+) --input '(.*)'$/m.exec(out) ?? [];
  const signal = JSON.parse((input ?? '').replaceAll(`'\\''`, "'")) as Decision;
  expect(out).toContain(`temporal workflow signal --namespace default --workflow-id request:${reference}`);
  expect(name).toBe('reject');
  expect(await isProven(DECISION_KEY, { ...signal, reference, verdict: 'reject', channel: 'signal' })).toBe(true);
});

test('support claims a task, gives it back and completes it', async () => {
  const reference = await requests.stand({ task: taskFor('support') });

  expect((await berth('sam', ['tasks', 'claim', reference])).code).toBe(0);
  expect((await berth('sam', ['tasks', 'release', reference])).out).toContain('The task is free again.');
  expect((await berth('sam', ['tasks', 'complete', reference])).code).toBe(0);

  expect(await requests.received(reference)).toEqual([
    { name: 'claimTask', value: { person: 'sam', channel: 'cli', task: 'accounts' } },
    { name: 'releaseTask', value: { person: 'sam', channel: 'cli', task: 'accounts', holder: '' } },
    { name: 'completeTask', value: { person: 'sam', channel: 'cli', task: 'accounts' } },
  ]);
});

test('select, withdraw and repair reach the request', async () => {
  const reference = await requests.stand({ phase: 'needs-person', task: taskFor('requester', 'repair') });
  const selection = file('selection.yaml', 'stage: prod\nregions: [east]\nsize: S\nitems: [ingress]\n');

  expect((await berth('dana', ['select', reference, '-f', selection])).code).toBe(0);
  expect((await berth('olga', ['repair', reference, 'skip', '--reason', 'Done by hand'])).code).toBe(0);
  expect((await berth('dana', ['withdraw', reference])).code).toBe(0);

  expect((await requests.received(reference)).map((r) => r.name)).toEqual(['select', 'repair', 'withdraw']);
});

test('tasks lists what waits, or says that nothing does', async () => {
  expect((await berth('cora', ['tasks'])).out).toBe('Nothing waits for you.\n');
});
