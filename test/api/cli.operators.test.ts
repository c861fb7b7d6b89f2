import { createIncidentActivities } from '../../src/activities/incidents.ts';
import { wholeFileApi } from '../support/api.ts';
import { wholeFileTerminal } from '../support/cli.ts';
import { eventually } from '../support/eventually.ts';

const { requests, api } = wholeFileApi();
const { berth } = wholeFileTerminal(api);

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
