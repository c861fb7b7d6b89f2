import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import type { PolicyExplanation } from '../../src/intake/explain-policy.ts';
import { bodyOf, wholeFileApi } from '../support/api.ts';
import { statusOf } from '../support/standing-request.ts';
import { workedExample } from '../support/worked-example.ts';

const { requests, api } = wholeFileApi();

const asked = workedExample().request;
/** As the request stands once its pull request is open. */
const planned = () => ({ request: { ...asked, selection: workedExample().selection } });

async function explain(reference: string, whatIf: Readonly<Record<string, unknown>> = {}): Promise<PolicyExplanation> {
  const answer = await api.call('lee', 'POST', `/api/requests/${reference}/policy`, { whatIf });
  expect(answer.status).toBe(200);
  return (await answer.json()) as PolicyExplanation;
}

test('whoever may see a request is told why whom the policy asks', async () => {
  const reference = await requests.stand(planned());

  const { now, whatIf } = await explain(reference);

  expect(now).toMatchObject({
    policy: { engine: 'embedded', version: expect.stringMatching(/^approval@[0-9a-f]{16}$/) },
    stages: [
      {
        name: 'lead',
        parties: [{ role: 'project-lead', people: ['lee'] }],
        why: "The project's lead decides about every change",
      },
    ],
    input: { change: { stage: 'prod' }, requester: { id: 'dana' }, cost: { delta: 59.32 } },
    undecidable: [],
  });
  expect(whatIf).toBeUndefined();
});

test('what if: what would come out otherwise is told, and nothing else', async () => {
  const reference = await requests.stand(planned());

  const more = await explain(reference, { 'settings.cost.ownerFrom': 50, 'settings.prod.also': ['security'] });
  const same = await explain(reference, { 'cost.delta': 60 });

  expect(more.whatIf?.outcome.stages.map(({ name }) => name)).toEqual(['lead', 'cost', 'prod']);
  expect(more.whatIf?.changes.join('\n')).toMatch(
    /otherwise: lead: .* about content, placement; .*so far: .* about content, cost, placement.*\nasked as well: cost: .*cost-centre-owner.*\nasked as well: prod: each of security/,
  );
  expect(more.whatIf?.outcome.input.settings).toEqual({ cost: { ownerFrom: 50 }, prod: { also: ['security'] } });
  expect(same.whatIf?.changes).toEqual([]);
});

test.each([
  [{ 'cost.dleta': 5 }, 'cost.dleta is nothing that a policy is asked'],
  [{ 'cost.delta': 'much' }, 'cost.delta'],
  [{ '__proto__.polluted': true }, '__proto__'],
])('what a policy is not asked is refused: %j', async (whatIf, what) => {
  const reference = await requests.stand(planned());

  const answer = await api.call(
    'lee',
    'POST',
    `/api/requests/${reference}/policy`,
    JSON.parse(JSON.stringify({ whatIf })),
  );

  expect(answer.status).toBe(422);
  expect((await bodyOf(answer)).problems[0]?.what).toContain(what);
});

test('settings that mean nothing are told as they would be to operators', async () => {
  const reference = await requests.stand(planned());

  const answer = await api.call('lee', 'POST', `/api/requests/${reference}/policy`, {
    whatIf: { 'settings.cost.ownerFrom': 'much' },
  });

  expect(answer.status).toBe(409);
  expect((await bodyOf(answer)).detail).toContain('approval.cost.ownerFrom must be an amount');
});

test('before the pull request there is nothing to decide, which is said', async () => {
  const reference = await requests.stand({ step: 'ACCOUNT_PROVISIONING', plan: null });

  const { nothing, now } = await explain(reference);

  expect(nothing).toContain('Nothing to decide yet: ');
  expect(nothing).toContain('at the step "Accounts"');
  expect(now).toBeUndefined();
});

test('who may not see the request is told nothing', async () => {
  const reference = await requests.stand({ request: { ...planned().request, costCentre: 'CC-9000' } });

  expect((await api.call('cora', 'POST', `/api/requests/${reference}/policy`, {})).status).toBe(404);
});

describe('berth policy explain', () => {
  let server: ServerType;
  beforeAll(async () => {
    server = await new Promise<ServerType>((resolve) => {
      const started: ServerType = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
        resolve(started),
      );
    });
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  async function berth(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const main = new URL('../../src/cli/main.ts', import.meta.url).pathname;
    const { port } = server.address() as AddressInfo;
    const token = await api.issuer.tokenFor('lee');
    const env = { PATH: process.env['PATH'] ?? '', BERTH_API: `http://127.0.0.1:${port}`, BERTH_TOKEN: token };
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [main, 'policy', 'explain', ...args], { env }, (_, out, err) =>
        resolve({ code: child.exitCode ?? -1, out, err }),
      );
    });
  }

  test('says it in words, with what another input would change', async () => {
    const reference = await requests.stand(planned());

    const { code, out, err } = await berth(reference, '--what-if', 'cost.after=9000', 'settings.cost.limit=5000');

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Policy approval@\w+ \(embedded\), asked about sha256:\w+$/m);
    expect(out).toContain(
      "1. lead: 1 of project-lead (lee) about content, cost, placement; in the usual time, else it is denied\n   The project's lead decides about every change",
    );
    expect(out).toContain(
      'With cost.after=9000 and settings.cost.limit=5000:\n  denied: payments-prod would cost 9000.00 USD a month, above the limit of 5000.00 USD (so far: people decide)',
    );
  });

  test('says what is no path=value', async () => {
    const { code, err } = await berth(statusOf('BR-0000000001').reference, '--what-if', 'more');

    expect(code).toBe(2);
    expect(err).toContain('"more" is not path=value.');
  });
});
