import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastMonths } from '../../src/domain/flow.ts';
import { renderChange } from '../../src/domain/render/change.ts';
import { wholeFileApi } from '../support/api.ts';
import { wholeFileTerminal } from '../support/cli.ts';
import { closedEntry, memoryLedger } from '../support/ledger.ts';
import { CATALOGUE, fleet, workedExample } from '../support/worked-example.ts';

const rendered = renderChange(workedExample(), fleet(), CATALOGUE).files;
const STANDING = fleet(Object.fromEntries(rendered.map(({ path, content }) => [path, content])));
const [thisMonth = ''] = lastMonths(new Date(), 1);
const CLOSED = closedEntry({ openedAt: `${thisMonth}-01T08:00:00Z`, closedAt: `${thisMonth}-01T10:00:00Z` });
const { requests, api } = wholeFileApi({
  readFromFleet: async (read) => read(STANDING),
  ledger: memoryLedger([CLOSED]),
  systems: async () => ({ at: '2026-11-22T09:00:00.000Z', findings: [NO_GITHUB] }),
  changedFiles: async () => [
    { path: 'projects/payments.yaml', change: 'added', patch: '@@ -0,0 +1 @@\n+name: payments' },
  ],
});
const terminal = wholeFileTerminal(api);

const NO_GITHUB = { system: 'github', what: 'reach', ok: false, detail: 'GitHub does not answer' };

const REQUEST = `project: ledger
title: Ledger
lead: lee@example.test
cost-centre: CC-1042
environments:
  - stage: dev
    regions: [east]
    size: S
`;

test('requests are listed as a table, or a line of JSON each', async () => {
  const reference = await requests.stand();

  const shown = await terminal.berth('dana', ['list', '--project', 'payments', '--open']);
  const json = await terminal.berth('dana', ['list', '--json']);

  expect(shown).toMatchObject({ code: 0, err: '' });
  expect(shown.out).toMatch(/^REFERENCE +PROJECT +PHASE +STEP +WAITING FOR +UPDATED\n/);
  expect(shown.out).toMatch(new RegExp(`^${reference} +payments +waiting +APPROVAL_WORKFLOW +lee `, 'm'));
  const items = json.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { reference: string });
  expect(items.map((item) => item.reference)).toContain(reference);
});

test('more than was asked for is said, with the command that shows it', async () => {
  await Promise.all([requests.stand(), requests.stand()]);

  const { out } = await terminal.berth('dana', ['list', '--limit', '1']);

  expect(out).toMatch(/There are more\.\nNext: berth list --limit 2\n$/);
});

test('what cannot be a number of requests is said', async () => {
  expect(await terminal.berth('dana', ['list', '--limit', 'all'])).toMatchObject({
    code: 2,
    err: '"all" is no number of requests.\nNext: berth list --limit 50\n',
  });
});

test('projects are listed with what their environments cost, and shown with where settings come from', async () => {
  const list = await terminal.berth('dana', ['projects']);
  const one = await terminal.berth('dana', ['projects', 'payments']);
  const foreign = await terminal.berth('dana', ['projects', 'harbour']);

  expect(list.out).toMatch(/^payments +payments-prod +S +cluster-east-prod, cluster-west-prod +[\d.]+ USD /m);
  expect(one.out).toMatch(/^Payments API \(payments\), paid by CC-1042, led by lee@example.test\n/);
  expect(one.out).toMatch(/Settings, and where each comes from:\n {2}\w/);
  expect(foreign).toMatchObject({ code: 4, out: '' });
});

test('the catalogue has items, and what sizes cost on each cluster', async () => {
  const { code, out } = await terminal.berth('dana', ['catalogue']);

  expect(code).toBe(0);
  expect(out).toMatch(/^postgresql +\d/m);
  expect(out).toMatch(/^USD A MONTH +XS +S +M +L +XL\n(.*\n)*cluster-east-prod +17\.92 +59\.32 /m);
});

test('a difference is a patch that git takes, and its exit code says that there is one', async () => {
  const path = terminal.file('ledger.yaml', REQUEST);

  const { code, out } = await terminal.berth('dana', ['diff', '-f', path]);

  expect(code).toBe(8);
  const applied = execFileSync('git', ['apply', '--numstat', '-'], {
    input: out,
    cwd: mkdtempSync(join(tmpdir(), 'berth-fleet-')),
  });
  expect(applied.toString()).toMatch(/^8\t0\tprojects\/ledger\.yaml$/m);
});

test('what could not be asked for has no difference', async () => {
  const path = terminal.file('wrong.yaml', REQUEST.replace('east', 'nowhere'));

  const { code, out } = await terminal.berth('dana', ['diff', '-f', path]);

  expect(code).toBe(5);
  expect(out).toMatch(/To be mended first:\n {2}environments\[0\]\.regions/);
});

test('what the pull request of a request changes is a patch as well, and one of both is asked for', async () => {
  const pullRequest = { number: 7, url: 'https://github.example.test/7', branch: 'b', headSha: 'c'.repeat(40) };
  const reference = await requests.stand({ pullRequest });

  const { code, out } = await terminal.berth('dana', ['diff', reference]);

  expect(code).toBe(8);
  expect(execFileSync('git', ['apply', '--numstat', '-'], { input: out, cwd: tmpdir() }).toString()).toBe(
    '1\t0\tprojects/payments.yaml\n',
  );
  expect(await terminal.berth('dana', ['diff'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Name a request'),
  });
});

test('the story of a request is read line by line', async () => {
  const reference = await requests.stand();

  const { code, out } = await terminal.berth('dana', ['timeline', reference]);

  expect(code).toBe(0);
  expect(out).toMatch(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2} UTC {2}\w+.*: /);
});

test('whoever is signed in sees whom Berth takes them for', async () => {
  expect((await terminal.berth('sam', ['whoami'])).out).toMatch(
    /^.+ \(sam\), sam@example\.test\nEverywhere: support\nServes: support\nMay ask: yes, for others too\n$/,
  );
});

test('who would decide is told by stage and size', async () => {
  expect((await terminal.berth('olga', ['catalogue', '--deciders'])).out).toMatch(/^STAGE +SIZE +WHO DECIDES\n/);
});

test('operators see how requests flow, what clusters hold, and by the exit code whether a system is missing', async () => {
  const flow = await terminal.berth('olga', ['operations', 'flow', '--months', '1']);
  const clusters = await terminal.berth('olga', ['operations', 'clusters']);
  const systems = await terminal.berth('olga', ['operations', 'systems']);

  expect(flow.out).toMatch(/^from request to ready +1 +2 h +2 h$/m);
  expect(clusters.out).toMatch(/^cluster-east-prod +rack-a +1 +[\d.]+ of [\d.]+ /m);
  expect(systems).toMatchObject({ code: 1, out: expect.stringContaining('✗ github: reach: GitHub does not answer') });
  expect((await terminal.berth('dana', ['operations', 'clusters'])).code).toBe(3);
});

test('what is read can be read by programs, one thing a line', async () => {
  const read = [['projects'], ['operations', 'clusters'], ['history', '--project', 'payments']];
  for (const command of read) {
    const { out } = await terminal.berth('olga', [...command, '--json']);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => typeof JSON.parse(line)),
    ).toContain('object');
  }
});

test('a comment reaches the request', async () => {
  const reference = await requests.stand();

  const said = await terminal.berth('dana', ['comment', reference, 'The host name has changed.']);

  expect(said).toMatchObject({ code: 0, out: `It was said.\nNext: berth status ${reference}\n` });
  expect(JSON.stringify(await requests.received(reference))).toContain('The host name has changed.');
});

test('a shell completes commands and their options', async () => {
  const commands = await terminal.berth(undefined, ['complete', '--', 'cat']);
  const options = await terminal.berth(undefined, ['complete', '--', 'list', '--pro']);
  const script = await terminal.berth(undefined, ['complete', 'zsh']);

  expect(commands.out).toMatch(/^catalogue\t/m);
  expect(options.out).toMatch(/^--project\t/m);
  expect(script).toMatchObject({ code: 0, out: expect.stringContaining('#compdef berth') });
});
