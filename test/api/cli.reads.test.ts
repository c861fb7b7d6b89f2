import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderChange } from '../../src/domain/render/change.ts';
import { wholeFileApi } from '../support/api.ts';
import { wholeFileTerminal } from '../support/cli.ts';
import { CATALOGUE, fleet, workedExample } from '../support/worked-example.ts';

const rendered = renderChange(workedExample(), fleet(), CATALOGUE).files;
const STANDING = fleet(Object.fromEntries(rendered.map(({ path, content }) => [path, content])));
const { requests, api } = wholeFileApi({ readFromFleet: async (read) => read(STANDING) });
const terminal = wholeFileTerminal(api);

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
