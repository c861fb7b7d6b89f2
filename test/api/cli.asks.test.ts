import type { ShownPreview } from '../../src/intake/preview.ts';
import { wholeFileApi } from '../support/api.ts';
import { wholeFileTerminal } from '../support/cli.ts';
import { closedEntry, memoryLedger } from '../support/ledger.ts';
import { statusOf } from '../support/standing-request.ts';

const FORGOTTEN = closedEntry({ reference: 'BR-0000000007', outcome: 'rejected', mergeSha: null });
const { requests, api } = wholeFileApi({ ledger: memoryLedger([FORGOTTEN]) });
const { berth, file } = wholeFileTerminal(api);

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
  expect((await berth('dana', ['request', '-f', 'none.yaml'])).code).toBe(2);
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
  expect(nothing).toMatchObject({ code: 0, out: '' });
  expect(both).toMatchObject({ code: 2, err: expect.stringContaining('Name a reference or a project') });
});
