import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Client, Connection } from '@temporalio/client';
import { PORTAL_PATHS } from '../../src/api/portal.ts';
import { startTestApi, type TestApi } from '../support/api.ts';

const INDEX = '<!doctype html><title>Berth</title>';
const SCRIPT = 'console.log("portal");'.repeat(100);

let folder: string;
let portalFolder: string;
let api: TestApi;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-portal-'));
  portalFolder = join(folder, 'portal');
  // Nothing here asks Temporal.
  api = await startTestApi(new Client({ connection: Connection.lazy() }), { portalFolder });
});
afterEach(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

function build(index = INDEX): void {
  mkdirSync(join(portalFolder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not of the portal');
  writeFileSync(join(portalFolder, '.built'), 'the mark of the build');
  writeFileSync(join(portalFolder, 'assets', 'index-Bx_3k-9A.js'), SCRIPT);
  writeFileSync(join(portalFolder, 'assets', 'berth.svg'), '<svg/>');
  writeFileSync(join(portalFolder, 'index.html'), index);
}

const get = (path: string, headers: Record<string, string> = {}) => api.app.request(path, { headers });

test.each(['/', '/requests', '/requests/BR-0000000000', '/work', '/projects/payments', '/decisions/BR-0000000000'])(
  '%s is the page of the portal, asked for anew each time and without a sign-in',
  async (path) => {
    build();

    const page = await get(path);

    expect([page.status, await page.text()]).toEqual([200, INDEX]);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('cache-control')).toBe('no-cache');
  },
);

test('every page that the portal has is served, and no other', () => {
  const source = readFileSync(join(import.meta.dirname, '..', '..', 'portal', 'src', 'pages.ts'), 'utf8');
  const paths = [...source.matchAll(/path: '([^']+)'/g)].map(([, path]) => path);

  expect(new Set(PORTAL_PATHS)).toEqual(new Set(paths));
});

test('a page loads scripts of ours alone, talks to us alone and is framed by nobody', async () => {
  build();

  const policy = (await get('/')).headers.get('content-security-policy') ?? '';

  expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(/script-src ([^;]*)/.exec(policy)?.[1]).toBe("'self'");
  expect(/connect-src ([^;]*)/.exec(policy)?.[1]).toBe("'self'");
});

test('a file that is named by its content is kept for ever, any other is asked for anew', async () => {
  build();

  const hashed = await get('/assets/index-Bx_3k-9A.js');
  const named = await get('/assets/berth.svg');

  expect(await hashed.text()).toBe(SCRIPT);
  expect(hashed.headers.get('content-type')).toMatch(/javascript/);
  expect(hashed.headers.get('x-content-type-options')).toBe('nosniff');
  expect(hashed.headers.get('cache-control')).toContain('immutable');
  expect(named.headers.get('cache-control')).toBe('no-cache');
  expect(named.headers.get('content-type')).toMatch(/svg/);
});

test.each([
  ['br, gzip', 'br', brotliDecompressSync],
  ['gzip, br;q=0', 'gzip', gunzipSync],
  ['GZIP;q=0.5', 'gzip', gunzipSync],
] as const)('a browser that takes "%s" gets %s', async (takes, encoding, unpack) => {
  build();

  const answer = await get('/assets/index-Bx_3k-9A.js', { 'accept-encoding': takes });
  const bytes = Buffer.from(await answer.arrayBuffer());

  expect(answer.headers.get('content-encoding')).toBe(encoding);
  expect(answer.headers.get('vary')).toMatch(/accept-encoding/i);
  expect(bytes.length).toBeLessThan(SCRIPT.length / 4);
  expect(unpack(bytes).toString()).toBe(SCRIPT);
});

test('what has not changed is not sent again', async () => {
  build();
  const etag = (await get('/')).headers.get('etag') ?? '';

  const again = await get('/', { 'if-none-match': etag });

  expect([again.status, await again.text()]).toEqual([304, '']);
  expect((await get('/', { 'if-none-match': 'W/"another"' })).status).toBe(200);
});

test.each([
  '/secret.txt',
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/.built',
  '/index.html',
  '/assets/none-Bx_3k-9A.js',
  '/assets',
  '/nowhere',
  '/requests/BR-0000000000/more',
])('%s is not found', async (path) => {
  build();

  const answer = await get(path);

  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.text()).not.toContain('not of the portal');
});

test('without a build its pages say how to make one; once it is there they show it, and later ones too', async () => {
  const missing = await get('/requests/BR-0000000000');
  expect(missing.status).toBe(503);
  expect(await missing.text()).toMatch(/npm run portal[\s\S]*berth status BR-0000000000/);

  build();
  expect(await (await get('/')).text()).toBe(INDEX);

  build('<!doctype html><title>Newer</title>');
  utimesSync(join(portalFolder, 'index.html'), new Date(), new Date(Date.now() + 1000));
  expect(await (await get('/')).text()).toContain('Newer');
});

test('what it does not know of a path is never in the page', async () => {
  const answer = await get('/requests/%3Cscript%3Ealert(1)%3C%2Fscript%3E');

  expect(await answer.text()).not.toContain('<script>');
});
