import * as fc from 'fast-check';
import type { Decision } from './decision.ts';
import { ledgerEntry, ledgerPath, readLedgerPath } from './ledger.ts';
import type { RequestInput } from './request.ts';
import type { RequestStatus } from './status.ts';

const input: RequestInput = {
  reference: 'BR-7F3K2M9QXA',
  source: { channel: 'mail', key: 'k', receivedAt: '2026-11-02T08:00:00Z', startedBy: 'sam@example.test' },
  senderProof: 'unproven',
  draft: { kind: 'create-project', requester: 'dana@example.test', text: 'Call me: dana@example.test' },
};

const status: RequestStatus = {
  reference: input.reference,
  workflowId: 'request:BR-7F3K2M9QXA',
  phase: 'expired',
  step: 'REQUEST_INITIATION',
  steps: [{ name: 'REQUEST_INITIATION', status: 'failed', note: 'Nobody answered <dana@example.test>, twice' }],
  waitingOn: null,
  task: null,
  request: null,
  requester: 'dana@example.test',
  plan: null,
  pullRequest: null,
  mergeSha: null,
  policy: null,
  stages: [],
  decisions: [],
  placements: [],
  deliveries: [{ channel: 'mail', to: 'dana@example.test', what: 'closed', outcome: 'sent' }],
  failure: null,
  undo: { undone: [], left: ['mailto:dana@example.test'] },
  updatedAt: '2026-11-09T08:00:00Z',
};

test('a request of which nothing was ever valid is kept too, without whom nobody has proven', () => {
  const entry = ledgerEntry(status, input);
  expect(entry).toMatchObject({
    outcome: 'expired',
    kind: 'create-project',
    project: null,
    costCentre: null,
    requester: null,
    startedBy: null,
    openedAt: '2026-11-02T08:00:00Z',
    closedAt: '2026-11-09T08:00:00Z',
    steps: [{ note: 'Nobody answered <(mail address)>, twice' }],
  });
  expect(ledgerPath(entry)).toBe('2026/11/_/BR-7F3K2M9QXA.json');
});

test('no mail address gets in, wherever people have written one', () => {
  const addresses = fc.emailAddress({ size: 'small' });
  fc.assert(
    fc.property(addresses, fc.string(), (address, text) => {
      const left = [`${text} ${address} ${text}`];
      const entry = ledgerEntry({ ...status, undo: { undone: [], left } }, input);
      expect(JSON.stringify(entry)).not.toContain(address);
    }),
  );
});

test('what people wrote beside their answer stays, and so does what did not count', () => {
  const decision: Decision = {
    id: '1',
    reference: input.reference,
    person: 'lee',
    specHash: 'sha256:aa',
    stage: 'lead',
    reason: 'Ask lee@example.test first',
    expires: '2026-11-09T09:00:00Z',
    verdict: 'reject',
    channel: 'slack',
  };
  const judged = { decision, counts: false, refusal: 'Too late', at: '2026-11-09T07:00:00Z' };
  expect(ledgerEntry({ ...status, decisions: [judged] }, input).decisions).toEqual([
    {
      person: 'lee',
      verdict: 'reject',
      channel: 'slack',
      stage: 'lead',
      specHash: 'sha256:aa',
      at: '2026-11-09T07:00:00Z',
      counts: false,
      reason: 'Ask (mail address) first',
      refusal: 'Too late',
    },
  ]);
});

test.each<[string, ReturnType<typeof readLedgerPath>]>([
  ['2026/11/payments/BR-7F3K2M9QXA.json', { project: 'payments', reference: 'BR-7F3K2M9QXA', version: 1 }],
  ['2026/11/_/BR-7F3K2M9QXA.3.json', { project: null, reference: 'BR-7F3K2M9QXA', version: 3 }],
  ['README.md', undefined],
])('the path %s says whose it is', (path, said) => {
  expect(readLedgerPath(path)).toEqual(said);
});
