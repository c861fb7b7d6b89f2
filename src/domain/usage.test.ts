import { usageOf } from './usage.ts';

const hard = { 'requests.cpu': '4', 'requests.memory': '8Gi', 'requests.storage': '20Gi', pods: '40' };

test('quotas are summed up as the clusters count them', () => {
  const used = { 'requests.cpu': '1500m', 'requests.memory': '512Mi', 'requests.storage': '0', pods: '3' };
  const other = { hard: { 'requests.cpu': '500m' }, used: { 'requests.cpu': '250m' } };

  expect(usageOf([{ hard, used }, other])).toEqual({
    quotas: 2,
    cpu: { used: 1.75, limit: 4.5 },
    memoryGiB: { used: 0.5, limit: 8 },
    storageGiB: { used: 0, limit: 20 },
  });
});

test('a quota that nobody has counted yet says nothing', () => {
  expect(usageOf([{}, { hard }])).toBeNull();
  expect(usageOf([])).toBeNull();
});
