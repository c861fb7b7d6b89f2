import type { Route } from '../../src/api/registry.ts';
import { ROUTES } from '../../src/api/routes.ts';
import { wholeFileApi } from '../support/api.ts';
import { stageOf } from '../support/scripted-activities.ts';
import { statusOf, taskFor } from '../support/standing-request.ts';

/* Bodies that nobody sends who means well, to every route that takes one. */
const { requests, api } = wholeFileApi();
const writes = ROUTES.filter(({ body }) => body !== undefined);
let reference: string;
/** Olga may do everything with it, so that what is sent is looked at. */
beforeAll(async () => {
  const { request } = statusOf('BR-7F3K2M9QXA');
  reference = await requests.stand({
    requester: 'olga@example.test',
    request: request && { ...request, requester: 'olga@example.test', requesterId: 'olga', leadId: 'olga' },
    stages: [stageOf('lead', ['olga'])],
    task: taskFor('operators', 'repair'),
  });
});

const pathOf = ({ path }: Route) => path.replace(':reference', reference).replace(/:\w+/, '0a1b2c3d4e5f');

async function send(
  route: Route,
  body: string | Uint8Array | ReadableStream,
  headers: Record<string, string> = {},
): Promise<number> {
  const authorization = `Bearer ${await api.issuer.tokenFor('olga')}`;
  const all = { authorization, 'content-type': 'application/json', ...headers };
  const request = new Request(`http://berth.test${pathOf(route)}`, {
    method: route.method,
    headers: all,
    body,
    duplex: 'half',
  });
  return (await api.app.request(request)).status;
}

const MEGABYTE = 1024 * 1024;
const many = (bytes: number) =>
  new ReadableStream({
    start(controller) {
      for (let sent = 0; sent < bytes; sent += 65_536) controller.enqueue(new Uint8Array(65_536).fill(0x20));
      controller.close();
    },
  });
const tooMuch = ({ path }: Route) => (path.startsWith('/codec') ? 9 * MEGABYTE : MEGABYTE);

test('a body that is too large is refused, whether it says so or not', async () => {
  for (const route of writes) {
    const size = tooMuch(route);
    expect([route.path, await send(route, ' '.repeat(size))]).toEqual([route.path, 413]);
    expect([route.path, await send(route, many(size))]).toEqual([route.path, 413]);
  }
});

const deep = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

test.each([
  ['nothing', ''],
  ['not JSON', '{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a number that is none', '{"text":1e999}'],
  ['lists in lists', deep(100_000, '[', ']')],
  ['objects in objects', deep(50_000, '{"a":', '}').replace('{"a":}', '{}')],
  ['lists in a field', `{"reason":${deep(100_000, '[', ']')}}`],
  ['a prototype', '{"__proto__":{"roles":["platform-operator"]},"constructor":{"prototype":{}}}'],
  ['zero bytes', '{"reason":"\\u0000\\u0000"}'],
  ['half a character', '{"reason":"\\ud800"}'],
  ['many fields', `{${Array.from({ length: 20_000 }, (_, i) => `"f${i}":1`).join()}}`],
  ['the same field often', `{${'"verdict":"approve",'.repeat(10_000)}"verdict":"reject"}`],
])('%s is refused, and breaks nothing', async (_, body) => {
  for (const route of writes) {
    const status = await send(route, body);
    expect([route.path, status, status < 500]).toEqual([route.path, status, true]);
  }
});

test('what is no text at all is refused as well', async () => {
  for (const route of writes) {
    const status = await send(route, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]));
    expect([route.path, status < 500]).toEqual([route.path, true]);
  }
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
  'a body of the type "%s" is not taken for JSON: forms can send that',
  async (type) => {
    for (const route of writes)
      expect([route.path, await send(route, '{}', { 'content-type': type })]).toEqual([route.path, 415]);
  },
);
