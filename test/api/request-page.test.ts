import { wholeFileApi } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { taskFor } from '../support/standing-request.ts';

const files = [
  { path: 'environments/payments-prod/berth.yaml', change: 'added', patch: '@@ -0,0 +1 @@\n+size: S' },
] as const;
const { requests, api } = wholeFileApi({ changedFiles: async (number) => (number === 7 ? files : []) });

const read = async (person: string, path: string) =>
  (await (await api.call(person, 'GET', `/api/requests${path}`)).json()) as Record<string, unknown>;
const listed = async (person: string, query: string) => {
  const { items } = (await read(person, `?${query}`)) as { items: { reference: string }[] };
  return items.map(({ reference }) => reference);
};
const pullRequest = { number: 7, url: 'https://github.example.test/7', branch: 'b', headSha: 'c'.repeat(40) };

test('a person is told what they may do as the request stands, and nothing else', async () => {
  const deciding = await requests.stand({ placements: [] });
  const accounts = await requests.stand({ task: taskFor('support'), step: 'ACCOUNT_PROVISIONING' });

  expect(await read('dana', `/${deciding}/acts`)).toMatchObject({ may: ['comment', 'withdraw'] });
  expect(await read('lee', `/${deciding}/acts`)).toMatchObject({ may: ['comment', 'decide'] });
  expect(await read('sam', `/${accounts}/acts`)).toMatchObject({ may: ['comment', 'task'] });
  expect(await read('ada', `/${accounts}/acts`)).toMatchObject({ may: [] });
});

test('the files of its pull request are shown, and none before there is one', async () => {
  const open = await requests.stand({ pullRequest });
  const early = await requests.stand();

  expect(await read('dana', `/${open}/files`)).toEqual({ items: files });
  expect(await read('dana', `/${early}/files`)).toEqual({ items: [] });
});

test('a comment says something, and not too much', async () => {
  const reference = await requests.stand();
  const say = async (text: string) =>
    (await api.call('dana', 'POST', `/api/requests/${reference}/comments`, { text })).status;

  expect([await say(' '), await say('x'.repeat(2001)), await say('Why?')]).toEqual([422, 422, 202]);
});

test('requests are found by who asked, by whether they are open, and by how their reference begins', async () => {
  const whose = (requesterId: string, mail: string) => ({ requesterId, requester: mail });
  const { request } = (await read('dana', `/${await requests.stand()}`)) as { request: object };
  const nia = { ...request, ...whose('nia', 'nia@example.test') } as never;
  const theirs = await requests.stand({ requester: 'nia@example.test', request: nia, step: 'GIT_PR_CREATION' });
  const over = await requests.stand({ requester: 'nia@example.test', request: nia, phase: 'withdrawn' }, { end: true });
  const early = await requests.stand({ requester: 'sam@example.test', request: null, step: 'REQUEST_INITIATION' });

  const found = (query: string, reference: string) =>
    eventually(async () => (await listed('sam', query)).find((one) => one === reference));
  await found('mine=true', early);
  await found(`reference=${over.slice(0, 8)}`, over);
  expect(await listed('sam', 'mine=true')).toEqual([early]);
  expect(await listed('sam', `reference=${over.slice(0, 8)}&open=true`)).toEqual([]);
  expect(await listed('sam', `reference=${theirs}&open=true`)).toEqual([theirs]);
  const mine = await listed('dana', 'mine=true&limit=100');
  expect(mine.length).toBeGreaterThan(0);
  expect(mine).not.toContain(theirs);
});
