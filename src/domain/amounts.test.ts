import { cpuQuantity, memoryQuantity } from './amounts.ts';

test.each([
  [0.05, '50m'],
  [0.5, '500m'],
  [1, '1'],
  [1.5, '1500m'],
  [16, '16'],
  [0, '0'],
])('%d cores are written as the API server gives them back', (cores, written) => {
  expect(cpuQuantity(cores)).toBe(written);
});

test.each([
  [0.25, '256Mi'],
  [1.5, '1536Mi'],
  [2, '2Gi'],
  [250, '250Gi'],
  [1024, '1Ti'],
  [0, '0'],
])('%d GiB are written as the API server gives them back', (gib, written) => {
  expect(memoryQuantity(gib)).toBe(written);
});
