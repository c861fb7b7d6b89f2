import type { MergedCommit } from '../clients/github-fleet.ts';
import { APPROVAL_CONTEXT } from '../domain/naming.ts';
import { createApplyGate } from './gate.ts';

const HEAD = 'c'.repeat(40);
const order = {
  request: { reference: 'BR-7F3K2M9QXA', project: 'payments' },
  plan: { specHash: 'sha256:4be1' },
  mergeSha: '9a0c'.repeat(10),
};
const MESSAGE = 'Merge pull request #1\n\nBerth-Request: BR-7F3K2M9QXA\nBerth-Spec: sha256:4be1\n';

function pass(commit: MergedCommit | null, statuses: Record<string, string>): Promise<void> {
  const gate = createApplyGate({
    readMergedCommit: async (sha) => (sha === order.mergeSha ? commit : null),
    readApprovalStatus: async (sha) => statuses[sha] ?? null,
  });
  return gate(order);
}

test('lets an approved merge of the approved content through', async () => {
  await expect(pass({ message: MESSAGE, pullRequestHead: HEAD }, { [HEAD]: 'success' })).resolves.toBeUndefined();
});

test.each<[string, MergedCommit | null, Record<string, string>, string]>([
  ['a commit that is not on main', null, {}, 'is not on the main branch'],
  ['a commit of no pull request', { message: MESSAGE, pullRequestHead: null }, {}, 'came from no pull request'],
  ['a head without a status', { message: MESSAGE, pullRequestHead: HEAD }, {}, `${APPROVAL_CONTEXT} is not set`],
  ['a pending head', { message: MESSAGE, pullRequestHead: HEAD }, { [HEAD]: 'pending' }, 'is pending'],
  [
    'a merge commit that was approved itself, not its head',
    { message: MESSAGE, pullRequestHead: HEAD },
    { [order.mergeSha]: 'success' },
    'is not set',
  ],
  [
    'another hash',
    { message: MESSAGE.replace('4be1', '4be10'), pullRequestHead: HEAD },
    { [HEAD]: 'success' },
    'has no trailer "Berth-Spec: sha256:4be1"',
  ],
  [
    'another request',
    { message: MESSAGE.replace('BR-7F3K2M9QXA', 'BR-0000000000'), pullRequestHead: HEAD },
    { [HEAD]: 'success' },
    'has no trailer "Berth-Request',
  ],
])('refuses %s', async (_what, commit, statuses, message) => {
  await expect(pass(commit, statuses)).rejects.toMatchObject({
    type: 'UnapprovedMerge',
    message: expect.stringContaining(message),
  });
});
