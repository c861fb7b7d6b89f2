import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createBackstageVerifier, isOfBackstage } from '../../src/auth/backstage-tokens.ts';
import { BearerRefused, IssuerUnavailable } from '../../src/auth/bearer.ts';

/* What the real Backstage sends is tested on it: test/stack/backstage.*. Here is what it would never send. */
type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

let server: Server;
let url: string;
let plugin: Keys;
let people: Keys;
let others: Keys;
const published: Record<string, unknown> = {};

beforeAll(async () => {
  [plugin, people, others] = (await Promise.all(
    [1, 2, 3].map(() => generateKeyPair('ES256', { extractable: true })),
  )) as [Keys, Keys, Keys];
  published['/api/scaffolder/.backstage/auth/v1/jwks.json'] = await keySet(plugin);
  published['/api/auth/.well-known/jwks.json'] = await keySet(people);
  server = createServer((request, response) => {
    const keys = published[request.url ?? ''];
    response.writeHead(keys ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(keys ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await once(server, 'close');
});

const keySet = async ({ publicKey }: Keys) => ({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] });

interface Wish {
  readonly typ?: string;
  readonly keys?: Keys;
  readonly claims?: Record<string, unknown>;
  readonly ttl?: number;
}

const sign = ({ typ = '', keys = plugin, claims = {}, ttl = 600 }: Wish) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: 'k', typ })
    .setExpirationTime(Math.floor(Date.now() / 1000) + ttl)
    .sign(keys.privateKey);

const person = (wish: Wish = {}) =>
  sign({ typ: 'vnd.backstage.limited-user', keys: people, claims: { sub: 'user:default/dana' }, ...wish });

const token = async (wish: Wish = {}, obo?: string) =>
  sign({
    typ: 'vnd.backstage.plugin',
    ...wish,
    claims: { sub: 'scaffolder', aud: 'berth', obo: obo ?? (await person()), ...wish.claims },
  });

test('the person is known for whom a plugin asks', async () => {
  const made = await token();

  expect(isOfBackstage(made)).toBe(true);
  await expect(createBackstageVerifier(url)(made)).resolves.toEqual({ id: 'dana' });
});

test.each<[string, () => Promise<string>]>([
  ['expired', () => token({ ttl: -10 })],
  ['for another plugin than Berth', () => token({ claims: { aud: 'catalog' } })],
  ['signed by others', () => token({ keys: others })],
  ['signed by the keys of people', () => token({ keys: people })],
  ['of a plugin that Berth does not listen to', () => token({ claims: { sub: 'proxy' } })],
  ['of a plugin whose name is a path', () => token({ claims: { sub: '../auth' } })],
  ['for nobody', () => token({ claims: { obo: undefined } })],
  ['for a person, signed by others', async () => token({}, await person({ keys: others }))],
  ['for a person, signed by the plugin itself', async () => token({}, await person({ keys: plugin }))],
  ['for a person whose sign-in has expired', async () => token({}, await person({ ttl: -10 }))],
  ['for a person, in a token of another kind', async () => token({}, await person({ typ: 'vnd.backstage.user' }))],
  ['for a group', async () => token({}, await person({ claims: { sub: 'group:default/dana' } }))],
  ['for somebody of another namespace', async () => token({}, await person({ claims: { sub: 'user:guests/dana' } }))],
  ['for an address', async () => token({}, await person({ claims: { sub: 'user:default/dana@example.test' } }))],
])('refused: %s', async (_, make) => {
  await expect(createBackstageVerifier(url)(await make())).rejects.toThrow(BearerRefused);
});

test('a Backstage that does not answer refuses nobody', async () => {
  await expect(createBackstageVerifier('http://127.0.0.1:1')(await token())).rejects.toThrow(IssuerUnavailable);
});

test.each(['', 'nonsense', 'a.b.c'])('not of Backstage: "%s"', (text) => {
  expect(isOfBackstage(text)).toBe(false);
});

test('a plain token is none of Backstage', async () => {
  expect(isOfBackstage(await sign({ typ: 'JWT' }))).toBe(false);
});
