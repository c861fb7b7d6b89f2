import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import { createIncidentActivities } from '../../src/activities/incidents.ts';
import { isProven } from '../../src/auth/decision-tokens.ts';
import type { Decision } from '../../src/domain/decision.ts';
import type { ShownPreview } from '../../src/intake/preview.ts';
import { DECISION_KEY, wholeFileApi } from '../support/api.ts';
import { decidable } from '../support/decidable.ts';
import { eventually } from '../support/eventually.ts';
import { closedEntry, memoryLedger } from '../support/ledger.ts';
import { stageOf } from '../support/scripted-activities.ts';
import { SPEC, statusOf, taskFor } from '../support/standing-request.ts';

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'berth-cli-'));
const FORGOTTEN = closedEntry({ reference: 'BR-0000000007', outcome: 'rejected', mergeSha: null });
const { requests, api } = wholeFileApi({ ledger: memoryLedger([FORGOTTEN]) });
let server: ServerType;

beforeAll(async () => {
  server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started));
  });
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function berth(
  person: string | undefined,
  args: string[],
  url = (server.address() as AddressInfo).port,
): Promise<Ran> {
  const token = person === undefined ? {} : { BERTH_TOKEN: await api.issuer.tokenFor(person) };
  const env = { PATH: process.env.PATH ?? '', BERTH_API: `http://127.0.0.1:${url}`, ...token };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], { env }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const PAYMENTS = `project: payments
title: Payments API
lead: lee@example.test
cost-centre: CC-1042
environments:
  - stage: prod
    regions: [east, west]
    size: S
    items:
      - ingress: { host: payments.example.test }
reason: Replaces the legacy billing VM.
`;

test('a request is asked for from the text of a mail, once', async () => {
  const path = file('payments.yaml', PAYMENTS);

  const first = await berth('dana', ['request', '-f', path]);
  const again = await berth('dana', ['request', '-f', path]);

  expect(first).toMatchObject({ code: 0, err: '' });
  const reference = /^(BR-\w{10}) is on its way\.\nNext: berth status \1 --watch$/m.exec(first.out)?.[1];
  expect(again.out).toContain(`${reference} was asked for before`);
});

test('a slip in the file is said before anything is sent', async () => {
  const ran = await berth('dana', ['request', '-f', file('slip.yaml', PAYMENTS.replace('title:', 'titel:'))]);

  expect(ran.code).toBe(2);
  expect(ran.err).toContain('Did you mean "title"?');
});

test('a dry run shows what a request would make and cost, and asks for nothing', async () => {
  const path = file('dry.yaml', PAYMENTS.replace('payments.example.test', 'dry.example.test'));

  const ran = await berth('dana', ['request', '-f', path, '--dry-run']);

  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toContain('payments-prod on cluster-east-prod (kubernetes), cluster-west-prod (kubernetes)');
  expect(ran.out).toMatch(/Cost: \d+\.\d\d USD a month/);
  expect(ran.out).toMatch(/Room:\n {2}cluster-east-prod: takes \d/);
  expect(ran.out).toContain('  environments/payments-prod/berth.yaml');
  expect(ran.out).toContain('Who decides:\n  lead: lee');
  expect((await berth('dana', ['request', '-f', path])).out).toContain('is on its way');
});

test('a dry run as JSON is the whole preview, with contents when asked for', async () => {
  const path = file('dry.yaml', PAYMENTS);

  const { out } = await berth('dana', ['request', '-f', path, '--dry-run', '--json', '--contents']);

  const { change } = JSON.parse(out) as ShownPreview;
  expect(change?.files.some(({ content }) => content?.includes(change.plan.specHash))).toBe(true);
});

test('a dry run of something wrong says all of it, and exits like the refusal would', async () => {
  const path = file('dry.yaml', PAYMENTS.replace('[east, west]', '[east, atlantis]'));

  const ran = await berth('dana', ['request', '-f', path, '--dry-run']);

  expect(ran.code).toBe(5);
  expect(ran.out).toContain(
    'To be mended first:\n  environments[0].regions[1]: there is no cluster for prod in "atlantis"',
  );
});

test('what the API finds wrong is said field by field', async () => {
  const ran = await berth('dana', ['request', '-f', file('wrong.yaml', PAYMENTS.replace('size: S', 'size: XXL'))]);

  expect(ran.code).toBe(5);
  expect(ran.err).toContain('environments[0].size');
});

test('status shows whom it waits for and what to type next', async () => {
  const reference = await requests.stand();

  const ran = await berth('lee', ['status', reference.toLowerCase()]);

  expect(ran.code).toBe(0);
  expect(ran.out).toContain('Waiting for lee: Project lead decides');
  expect(ran.out).toContain(`Next: berth approve ${reference} --spec 4be14be14be1`);
});

test('status as JSON is the whole status', async () => {
  const reference = await requests.stand();

  expect(JSON.parse((await berth('lee', ['status', reference, '--json'])).out)).toMatchObject({
    reference,
    step: 'APPROVAL_WORKFLOW',
  });
});

test.each([
  ['ready', 0],
  ['rejected', 7],
] as const)('watching a request that ended %s exits with %i', async (phase, code) => {
  const reference = await requests.stand({ phase, waitingOn: null }, { end: true });

  expect((await berth('dana', ['status', reference, '--watch'])).code).toBe(code);
});

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

test('support claims and completes a task', async () => {
  const reference = await requests.stand({ task: taskFor('support') });

  expect((await berth('sam', ['tasks', 'claim', reference])).code).toBe(0);
  expect((await berth('sam', ['tasks', 'complete', reference])).code).toBe(0);

  expect(await requests.received(reference)).toEqual([
    { name: 'claimTask', value: { person: 'sam', channel: 'cli', task: 'accounts' } },
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

test('exit codes tell what went wrong, and errors what to type', async () => {
  const reference = await requests.stand();
  const { request } = statusOf(reference);
  const elsewhere = await requests.stand({ request: request && { ...request, costCentre: 'CC-2000' } });

  expect(await berth(undefined, ['status', reference])).toMatchObject({
    code: 3,
    err: expect.stringContaining('Next: berth login'),
  });
  expect((await berth('dana', ['approve', reference])).code).toBe(3);
  expect((await berth('cora', ['status', elsewhere])).code).toBe(4);
  expect((await berth('dana', ['status', reference], 1)).code).toBe(6);
  expect((await berth('dana', ['repair', reference, 'explode'])).code).toBe(2);
  expect((await berth('dana', ['request', '-f', join(folder, 'none.yaml')])).code).toBe(2);
});

test('what cannot be meant is told before anybody is asked', async () => {
  const nowhere = 1;

  expect(await berth('dana', ['status', 'payments'], nowhere)).toMatchObject({
    code: 2,
    err: '"payments" is no reference: one looks like BR-7F3K2M9QXA.\nNext: berth tasks\n',
  });
  expect(await berth('dana', ['aprove', 'BR-7F3K2M9QXA'], nowhere)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/unknown command 'aprove'\n\(Did you mean approve\?\)\nAdd --help/),
  });
});

test('help teaches by example', async () => {
  const { code, out } = await berth(undefined, ['--help']);

  expect(code).toBe(0);
  expect(out).toContain('A request from beginning to end');
  expect(out).toContain('Exit codes:');
  for (const command of ['request', 'status', 'approve', 'reject', 'select', 'tasks', 'withdraw', 'repair']) {
    expect((await berth(undefined, [command, '--help'])).out).toMatch(/Examples?:/);
  }
});

test('what Temporal has forgotten is shown from the ledger, and said to be from there', async () => {
  const { reference } = FORGOTTEN;
  const status = await berth('dana', ['status', reference]);
  const history = await berth('dana', ['history', reference]);
  const approve = await berth('lee', ['approve', reference]);

  expect(status).toMatchObject({ code: 7, err: '' });
  expect(status.out).toBe(`From the ledger:\n${history.out}`);
  expect(history.out).toMatch(/^BR-0000000007 payments-prod: rejected on 2026-03-04T06:00:00Z$/m);
  expect(history.out).toMatch(/^lee: approve by github on 2026-03-04T05:00:00Z about sha256:a{64}$/m);
  expect(approve).toMatchObject({ code: 5, err: expect.stringContaining(`Next: berth history ${reference}`) });
});

test('the history of a project is a line for each request', async () => {
  const listed = await berth('dana', ['history', '--project', 'payments']);
  const nothing = await berth('dana', ['history', '--project', 'billing', '--json']);
  const both = await berth('dana', ['history', FORGOTTEN.reference, '--project', 'payments']);

  expect(listed.out).toBe('BR-0000000007 payments-prod: rejected on 2026-03-04T06:00:00Z\n');
  expect(nothing.out).toBe('[]\n');
  expect(both).toMatchObject({ code: 2, err: expect.stringContaining('Name a reference or a project') });
});

test('operators freeze and unfreeze, everybody reads what is frozen, and nobody else sets it', async () => {
  const reason = ['--reason', 'The storage is moved'];
  const set = await berth('olga', ['freeze', 'cluster-east-prod', '--until', '4h', ...reason]);
  const again = await berth('olga', ['freeze', 'all', '--until', '2099-01-01', ...reason]);
  const dana = await berth('dana', ['freeze', 'cluster-east-prod', '--until', '4h', ...reason]);
  const seen = await berth('dana', ['freeze', 'list']);
  const ended = await berth('olga', ['unfreeze', 'cluster-east-prod']);

  const words = /^cluster-east-prod is frozen until \S+Z by olga: The storage is moved\n/;
  expect(set).toMatchObject({ code: 0, out: expect.stringMatching(words) });
  expect(set.out).toContain('Next: berth unfreeze cluster-east-prod, or wait');
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('"2099-01-01" is no time') });
  expect(dana).toMatchObject({ code: 3, err: expect.stringContaining('only operators may') });
  expect(seen).toMatchObject({ code: 0, out: expect.stringMatching(words) });
  expect(ended).toMatchObject({ code: 0, out: 'cluster-east-prod is no longer frozen; what waited goes on.\n' });
});

test('staff reads incidents, an operator has all of one tried again, and nobody else does', async () => {
  const { joinIncident } = createIncidentActivities({ client: requests.env.client });
  const cause = { type: 'Forbidden', system: 'GitHub', words: 'no push by the command line' };
  const times = { since: '2026-11-21T09:00:00.000Z', due: '2026-12-05T09:00:00.000Z' };
  const stuck = (reference: string) => ({ reference, project: 'payments', step: 'GIT_PR_CREATION', ...times }) as const;
  const { key } = await joinIncident({ cause, problem: 'Berth may not push', member: stuck('BR-7F3K2M9QXA') });
  await joinIncident({ cause, problem: 'Berth may not push', member: stuck('BR-0000000004') });

  const seen = await berth('sam', ['incident', 'show', key]);
  const retried = await berth('olga', ['incident', 'retry-all', key, '--reason', 'It may push again']);
  const again = await berth('olga', ['incident', 'retry-all', key]);

  expect(seen.out).toContain(`${key}: Forbidden, GitHub: Berth may not push\n`);
  expect(seen.out).toContain('  BR-0000000004  payments  Pull request, since Sat, 21 Nov 2026 09:00 UTC; is undone at');
  expect(retried).toMatchObject({ code: 0, out: expect.stringContaining('Tried again, ten at a time: 2 requests.') });
  expect(again.out).toContain('Nothing else is stuck. 2 requests being tried again already.');
  expect(await berth('sam', ['incident', 'retry-all', key])).toMatchObject({ code: 3 });
  expect(await berth('olga', ['incident', 'show', 'forbidden-0000000000'])).toMatchObject({ code: 4 });
  expect(await berth('olga', ['incident', 'show', 'anything'])).toMatchObject({ code: 2 });
  expect((await berth('sam', ['incident'])).code).toBe(0);
});

test('a freeze needs its end and its reason, of a cluster that there is', async () => {
  expect(await berth('olga', ['freeze', 'all', '--until', '4h'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Say until when and why'),
  });
  expect(await berth('olga', ['freeze', 'cluster-moon-prod', '--until', '4h', '--reason', 'Year end'])).toMatchObject({
    code: 5,
    err: expect.stringContaining('"cluster-moon-prod" is no cluster of this Berth'),
  });
});

test('somebody says when they are away and who stands in, sees it, and comes back early', async () => {
  const words = /lee is away from .* UTC until .* UTC, sam stands in: On holiday/;

  const entered = await berth('lee', ['away', '--until', '14d', '--delegate', 'sam', '--reason', 'On holiday']);
  expect(entered).toMatchObject({ code: 0, out: expect.stringMatching(words) });
  expect((await berth('lee', ['away', 'list'])).out).toMatch(words);
  const seen = await berth('dana', ['away', 'list', '--person', 'lee']);
  expect(seen.out).toContain('sam stands in');
  expect(seen.out).not.toContain('On holiday');
  expect(await berth('dana', ['away', 'end', '--person', 'lee'])).toMatchObject({
    code: 3,
    err: expect.stringContaining('only they and operators may'),
  });

  expect(await berth('lee', ['away', 'end'])).toMatchObject({ code: 0, out: expect.stringMatching(/no longer away/) });
  await eventually(async () => (await berth('lee', ['away', 'list'])).out === 'lee is not away.\n');
});

test('operators enter an absence for somebody else; without an end, or with themselves, it is none', async () => {
  const forLee = ['away', '--person', 'lee', '--until', '3d', '--delegate'];
  expect(await berth('lee', ['away'])).toMatchObject({ code: 2, err: expect.stringContaining('Say until when') });
  expect(await berth('olga', [...forLee, 'olga'])).toMatchObject({
    code: 5,
    err: expect.stringContaining('does not stand in for them'),
  });
  expect(await berth('olga', [...forLee, 'sam'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Next: berth away end \S+ --person lee, or wait/),
  });
});
