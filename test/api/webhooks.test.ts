import type { Webhook } from '../../src/domain/webhook/webhook.ts';
import { auditTailQuery } from '../../src/workflows/messages.ts';
import { bodyOf, wholeFileApi } from '../support/api.ts';
import { wholeFileTerminal } from '../support/cli.ts';
import { eventually } from '../support/eventually.ts';

const { requests, api } = wholeFileApi();
const { berth } = wholeFileTerminal(api);

const URL_OF_LEE = 'https://hooks.example.test/berth';
type WithSecret = Webhook & { readonly secret: string };

async function add(person: string, body: unknown, headers: Record<string, string> = {}): Promise<WithSecret> {
  const answer = await api.call(person, 'POST', '/api/webhooks', body, headers);
  expect(answer.status).toBe(201);
  return (await answer.json()) as WithSecret;
}

async function listed(person: string): Promise<string[]> {
  const { items } = (await bodyOf(api.call(person, 'GET', '/api/webhooks'))) as unknown as { items: Webhook[] };
  return items.map(({ id }) => id);
}

test.each([
  ['http://hooks.example.test/berth', 'must be https://'],
  ['https://10.1.2.3/berth', 'private address'],
  ['https://[::1]/berth', 'private address'],
  ['https://lee:word@hooks.example.test/', 'must not have a name or a password'],
  ['nowhere', 'is no URL'],
])('%s is refused, with what to mend', async (url, what) => {
  const answer = await api.call('lee', 'POST', '/api/webhooks', { url, projects: ['payments'] });
  expect(answer.status).toBe(422);
  expect((await bodyOf(answer)).problems).toEqual([
    expect.objectContaining({ where: 'url', what: expect.stringContaining(what) as string }),
  ]);
});

test('the same intention makes one webhook and is told the same secret; another has another', async () => {
  const body = { url: URL_OF_LEE, projects: ['payments'] };
  const first = await add('lee', body, { 'idempotency-key': 'once' });
  const again = await add('lee', body, { 'idempotency-key': 'once' });
  const other = await add('lee', body, { 'idempotency-key': 'twice' });

  expect(first.secret).toMatch(/^whsec_[\w+/]{43}=$/);
  expect([again.id, again.secret]).toEqual([first.id, first.secret]);
  expect(other.id).not.toBe(first.id);
  expect(other.secret).not.toBe(first.secret);
  expect(api.logged()).not.toContain(first.secret);
});

test('people see those of the projects that they lead, operators and auditors all; what was added is recorded', async () => {
  const ours = await add('lee', { url: `${URL_OF_LEE}?key=in-the-url`, projects: ['payments'] });
  const theirs = await add('olga', { url: URL_OF_LEE, projects: ['payments', 'harbour'] });
  const all = await eventually(async () => {
    const ids = await listed('olga');
    return ids.includes(ours.id) && ids.includes(theirs.id) && ids;
  });

  expect(await listed('lee')).toContain(ours.id);
  expect(await listed('lee')).not.toContain(theirs.id);
  expect(await listed('ada')).toEqual(all);
  expect(await listed('dana')).toEqual([]);

  const entries = await eventually(async () => {
    const tail = await requests.env.client.workflow.getHandle('audit').query(auditTailQuery);
    return tail.entries.some(({ facts }) => facts['webhook'] === ours.id) && tail.entries;
  });
  expect(entries).toContainEqual(expect.objectContaining({ by: 'lee', what: 'webhook added' }));
  expect(JSON.stringify(entries)).not.toContain('in-the-url');
});

test('at a terminal a lead adds one, looks at it, changes its secret and removes it', async () => {
  const added = await berth('lee', ['webhooks', 'add', URL_OF_LEE, '--project', 'payments']);
  expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/^whsec_\S+\n/) as string });
  const [, id = ''] = /berth webhooks deliveries ([0-9a-f]{12})/.exec(added.out) ?? [];
  await eventually(async () => (await listed('lee')).includes(id));

  expect((await berth('lee', ['webhooks'])).out).toContain(`${id}  active  payments  ${URL_OF_LEE}, added by lee\n`);
  expect((await berth('lee', ['webhooks', 'deliveries', id])).out).toBe('Nothing was to be sent yet.\n');
  expect((await berth('lee', ['webhooks', 'replay', id])).out).toContain('Nothing was kept that could be sent again.');
  const rotated = await berth('lee', ['webhooks', 'rotate', id]);
  expect(rotated.out).toMatch(/^whsec_\S+\n.*The one before signs as well until /);
  expect(rotated.out.split('\n')[0]).not.toBe(added.out.split('\n')[0]);
  expect(await berth('dana', ['webhooks', 'remove', id])).toMatchObject({ code: 4 });
  expect(await berth('lee', ['webhooks', 'remove', id])).toMatchObject({ code: 0 });
  expect(await berth('lee', ['webhooks', 'deliveries', id])).toMatchObject({ code: 4 });
  expect(await berth('lee', ['webhooks', 'add', URL_OF_LEE])).toMatchObject({ code: 2 });
  expect(await berth('lee', ['webhooks', 'add', URL_OF_LEE, '--all'])).toMatchObject({ code: 3 });
}, 120_000);
