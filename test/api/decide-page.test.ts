/* Deciding by the link of a mail: looking decides nothing, the form decides once. */
import { randomUUID } from 'node:crypto';
import { type DecisionLink, decisionIdOf, signDecisionLink } from '../../src/auth/decision-links.ts';
import { isProven } from '../../src/auth/decision-tokens.ts';
import { signToken } from '../../src/auth/tokens.ts';
import type { Decision, JudgedDecision } from '../../src/domain/decision.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { DECISION_KEY, wholeFileApi } from '../support/api.ts';
import { decidable } from '../support/decidable.ts';
import { stageOf } from '../support/scripted-activities.ts';
import { SPEC } from '../support/standing-request.ts';
import { REFUSED } from '../support/stub-workflows.ts';

const { requests, api } = wholeFileApi();
const HOUR = 3_600_000;

const linkOf = (reference: string, change: Partial<DecisionLink> = {}): DecisionLink => ({
  id: randomUUID(),
  reference,
  specHash: SPEC,
  stage: 'lead',
  person: 'lee',
  ...change,
});
const tokenOf = (link: DecisionLink, ms = HOUR) => signDecisionLink(DECISION_KEY, link, new Date(Date.now() + ms));
const open = (token: string, method = 'GET') => api.app.request(`/decide/${token}`, { method });
const nonceIn = (html: string) => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';

async function send(token: string, fields: Record<string, string>, nonce?: string): Promise<Response> {
  const body = new URLSearchParams({ nonce: nonce ?? nonceIn(await (await open(token)).text()), ...fields });
  return api.app.request(`/decide/${token}`, { method: 'POST', body });
}

test('looking shows what is decided, and decides nothing, however it is looked at', async () => {
  const reference = await requests.stand(decidable());
  const token = await tokenOf(linkOf(reference));

  const page = await open(token);
  await open(token, 'HEAD');
  const text = await page.text();

  expect(page.status).toBe(200);
  for (const words of [
    'Lee Marsh, you decide',
    'payments-prod',
    'cluster-east-prod',
    '+59.32 USD a month (0.00 before, 59.32 after; an estimate)',
    '1 of project-lead (lee)',
    'The rule lead demands it.',
    'for Payments API (payments)',
    'https://github.example.test/fleet/pull/7',
    'Replaces the &lt;b&gt;billing&lt;/b&gt; VM.',
  ])
    expect(text).toContain(words);
  expect(await requests.received(reference)).toEqual([]);
});

test('the page of a removal says what goes, and offers no changes', async () => {
  const { request } = decidable();
  const removes = { environment: 'payments-prod', madeBy: 'BR-0000000001', data: ['postgresql orders'] };
  const reference = await requests.stand(decidable({ request: { ...request, removes } as RequestStatus['request'] }));

  const text = await (await open(await tokenOf(linkOf(reference)))).text();

  expect(text).toContain('its data, for good: postgresql orders');
  expect(text).not.toContain('request-changes');
});

test.each([
  ['approve', ''],
  ['reject', '<script>alert(1)</script> Too big & late.'],
  ['request-changes', 'x'.repeat(2000)],
] as const)('the form decides: %s, signed for whom the link is', async (verdict, reason) => {
  const reference = await requests.stand(decidable());
  const link = linkOf(reference);

  const answer = await send(await tokenOf(link), { verdict, reason });

  expect(answer.status).toBe(200);
  const [message] = await requests.received(reference);
  const decision = message?.value as unknown as Decision;
  const said = { verdict, person: 'lee', specHash: SPEC, stage: 'lead', channel: 'mail', id: decisionIdOf(link) };
  expect(decision).toMatchObject({ ...said, ...(reason === '' ? {} : { reason }) });
  expect(await isProven(DECISION_KEY, decision)).toBe(true);
});

test('pressing twice, or sending another verdict behind, is one decision', async () => {
  const reference = await requests.stand(decidable());
  const token = await tokenOf(linkOf(reference));

  await Promise.all([send(token, { verdict: 'approve' }), send(token, { verdict: 'approve' })]);
  await send(token, { verdict: 'reject', reason: 'No.' });

  expect((await requests.received(reference)).map(({ value }) => value['verdict'])).toEqual(['approve']);
});

test('a used link says what came of it', async () => {
  const reference = await requests.stand(decidable());
  const link = linkOf(reference);
  const { token: _, ...decision } = {
    ...link,
    id: decisionIdOf(link),
    verdict: 'approve',
    channel: 'mail',
    expires: '',
    token: '',
  } as const;
  const judged = {
    decision,
    counts: false,
    refusal: 'Lee is not in it.',
    at: '2026-11-21T10:00:00.000Z',
  } as JudgedDecision;
  const used = await requests.stand(decidable({ decisions: [judged] }));

  const text = await (await open(await tokenOf({ ...link, reference: used }))).text();

  expect(text).toContain('You approved by this link on Sat, 21 Nov 2026 10:00 UTC. Lee is not in it.');
  expect(text).not.toContain('<form');
  expect(await requests.received(reference)).toEqual([]);
});

const both = [stageOf('lead', ['lee']), stageOf('cost', ['cora'])];
test.each([
  ['other content', {}, { specHash: `sha256:${'0'.repeat(64)}` }, 'The content has changed'],
  ['a stage that is gone', {}, { stage: 'security' }, 'no stage &quot;security&quot;'],
  ['a stage that comes later', { stages: both }, { stage: 'cost', person: 'cora' }, 'not needed now'],
  ['somebody who no longer decides', {}, { person: 'cora' }, 'cora no longer decides'],
  ['a request that goes on', { step: 'INFRA_AUTOMATION' }, {}, 'Nothing is left to decide'],
  ['a request that has ended', { phase: 'rejected' }, {}, 'Nothing is left to decide'],
] as const)('a link about %s says so, and decides nothing', async (_, change, claims, words) => {
  const reference = await requests.stand(decidable(change));
  const token = await tokenOf(linkOf(reference, claims));

  const text = await (await open(token)).text();
  await send(token, { verdict: 'approve' }, 'x');

  expect(text).toContain(words);
  expect(text).not.toContain('<form');
  expect(await requests.received(reference)).toEqual([]);
});

test.each([
  ['forged', async (r: string) => `${(await tokenOf(linkOf(r))).slice(0, -4)}AAAA`, 400, 'not valid'],
  ['expired', (r: string) => tokenOf(linkOf(r), -1000), 400, 'has expired'],
  [
    'made for something else',
    (r: string) => signToken(DECISION_KEY, 'decision', { ...linkOf(r) }, 60),
    400,
    'not valid',
  ],
  ['without an id', (r: string) => signToken(DECISION_KEY, 'decide-by-mail', { reference: r }, 60), 400, 'not valid'],
  ['nothing', async () => 'x', 400, 'not valid'],
  ['for a person who is gone', (r: string) => tokenOf(linkOf(r, { person: 'mallory' })), 403, 'no longer good'],
  ['about another request', () => tokenOf(linkOf('BR-0000000000')), 404, 'is gone'],
] as const)('a link that is %s shows nothing and decides nothing', async (_, make, status, words) => {
  const reference = await requests.stand(decidable());
  const token = await make(reference);

  const page = await open(token);
  const text = await page.text();

  expect(page.status).toBe(status);
  expect(text).toContain(words);
  expect(text).not.toContain('payments');
  expect((await send(token, { verdict: 'approve' }, 'x')).status).toBe(status);
  expect(await requests.received(reference)).toEqual([]);
});

test.each([
  ['no verdict', { verdict: '' }, 'Choose what you decide'],
  ['an unknown verdict', { verdict: 'burn' }, 'Choose what you decide'],
  ['no reason to reject', { verdict: 'reject', reason: ' ' }, 'Say why'],
  ['no reason for changes', { verdict: 'request-changes' }, 'Say why'],
  ['a reason of 3,000 characters', { verdict: 'reject', reason: 'x'.repeat(3000) }, 'these are 3000'],
])('%s is asked for once more', async (_, fields, words) => {
  const reference = await requests.stand(decidable());

  const answer = await send(await tokenOf(linkOf(reference)), fields);

  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain(words);
  expect(await requests.received(reference)).toEqual([]);
});

test('a form counts only from the page that this link showed', async () => {
  const reference = await requests.stand(decidable());
  const [mine, others] = [await tokenOf(linkOf(reference)), await tokenOf(linkOf(reference))];
  const nonce = nonceIn(await (await open(others)).text());

  for (const wrong of ['', 'x', nonce, mine]) {
    expect((await send(mine, { verdict: 'approve' }, wrong)).status).toBe(422);
  }
  expect(await requests.received(reference)).toEqual([]);
});

test('what the request says against it is told', async () => {
  const reference = await requests.stand(decidable());

  const answer = await send(await tokenOf(linkOf(reference)), { verdict: 'reject', reason: REFUSED });

  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('There is nothing to do now');
});

test('the page keeps to itself, and the link stays out of the log', async () => {
  const reference = await requests.stand(decidable());
  const token = await tokenOf(linkOf(reference));
  const page = await open(token);
  await send(token, { verdict: 'approve' });
  await api.app.request(`/decide/${token}/more`);

  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none';.*form-action 'self'/);
  expect(api.logged()).toContain('/decide/…');
  expect(api.logged()).not.toContain(token.slice(-40));
});

test('whoever stands in sees for whom, until they do not any more', async () => {
  const delegates = [{ person: 'cora', for: 'lee', until: '2026-11-28T08:00:00Z' }];
  const stand = (stage: ReturnType<typeof stageOf>) => requests.stand(decidable({ stages: [stage] }));
  const asked = await stand(stageOf('lead', ['lee'], { delegates }));
  const back = await stand(stageOf('lead', ['lee']));
  const shown = async (reference: string) => (await open(await tokenOf(linkOf(reference, { person: 'cora' })))).text();

  expect(await shown(asked)).toContain(
    '<dt>You decide for</dt><dd>lee, who is away until Sat, 28 Nov 2026 08:00 UTC</dd>',
  );
  expect(await shown(back)).toContain('cora no longer decides in the stage');
});
