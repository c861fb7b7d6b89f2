import { Validator } from '@seriousme/openapi-schema-validator';
import { exampleOf } from '../../src/api/openapi/examples.ts';
import { ROUTES } from '../../src/api/routes.ts';
import { wholeFileApi } from '../support/api.ts';

const { api } = wholeFileApi();

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly operationId: string;
  readonly 'x-berth-right': string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
  readonly parameters: readonly { readonly name?: string; readonly $ref?: string }[];
}

const described = async () => (await (await api.app.request('/api/openapi.json')).json()) as Described;

const MOUNTED_BESIDE = [
  'GET /healthz',
  'GET /api/openapi.json',
  'GET /api/docs',
  'POST /webhooks/github',
  'POST /webhooks/slack',
];

test('the description is OpenAPI 3.1 by its own schema', async () => {
  const validator = new Validator();

  expect(await validator.validate((await described()) as never)).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('no route is missing in it, and nothing else is', async () => {
  const { paths } = await described();
  const told = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );

  const served = ROUTES.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  expect(told.toSorted()).toEqual(served.toSorted());
});

test('whatever is served beside the declared routes is a page, a webhook or the health', () => {
  const declared = new Set(ROUTES.map(({ method, path }) => `${method} ${path}`));
  const others = new Set(
    api.app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`),
  );
  const beside = [...others].filter((route) => !declared.has(route));

  expect(beside.filter((route) => /^\w+ \/(api|webhooks|codec|healthz)/.test(route)).toSorted()).toEqual(
    MOUNTED_BESIDE.toSorted(),
  );
});

test('each operation says who may, by which statuses it fails, and how a write is sent once', async () => {
  const { paths } = await described();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  for (const { path, method, operation } of operations) {
    const { responses, parameters } = operation;
    expect(operation['x-berth-right']).toMatch(/^[a-z:-]+$/);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '429', '503']));
    for (const [status, answer] of Object.entries(responses).filter(([s]) => Number(s) >= 400)) {
      expect([path, status, Object.keys(answer.content ?? {})]).toEqual([path, status, ['application/problem+json']]);
    }
    const { changesNothing, answers } = ROUTES.find(
      (route) => route.path.replace(/:(\w+)/g, '{$1}') === path && route.method.toLowerCase() === method,
    ) ?? { answers: {} };
    const keyed = parameters.some(({ $ref }) => $ref?.endsWith('IdempotencyKey'));
    expect([path, method, keyed]).toEqual([path, method, method === 'post' && !changesNothing]);
    expect(Object.keys(answers).length).toBeGreaterThan(0);
  }
});

test('each body has an example, which its route would take', async () => {
  const withBody = ROUTES.filter(({ body }) => body !== undefined);
  const page = await (await api.app.request('/api/docs')).text();

  for (const { path, body } of withBody) {
    const example = body && exampleOf(body);
    expect([path, body?.safeParse(example).error]).toEqual([path, undefined]);
  }
  expect(page.match(/For example:/g)).toHaveLength(withBody.length);
});

test('people read the same on a page that runs no scripts and loads nothing', async () => {
  const answer = await api.app.request('/api/docs');
  const text = await answer.text();

  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*style-src 'sha256-/);
  for (const { method, path, summary } of ROUTES) {
    expect(text).toContain(`${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(text).toContain(summary.split(/[`'"&]/)[0]);
  }
  expect(text).not.toMatch(/<script|src=|https?:\/\/(?!www\.w3)[^"]*\.(js|css)/);
});

test('what a caller has already is not sent again', async () => {
  const first = await api.call('dana', 'GET', '/api/me');
  const etag = first.headers.get('etag') ?? '';
  const again = await api.call('dana', 'GET', '/api/me', undefined, { 'if-none-match': `"x", ${etag}` });
  const other = await api.call('lee', 'GET', '/api/me', undefined, { 'if-none-match': etag });

  expect(etag).toMatch(/^W\/"/);
  expect([again.status, await again.text()]).toEqual([304, '']);
  expect(other.status).toBe(200);
});

test('a method that a path does not take is refused by naming those it takes', async () => {
  const answer = await api.app.request('/api/freeze', { method: 'DELETE' });

  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
});
