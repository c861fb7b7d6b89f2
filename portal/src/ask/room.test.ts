import { roomBars } from './room.ts';

const amounts = (cpu: number) => ({ cpu, memoryGiB: cpu, storageGiB: cpu });
const room = (capacity: number | null, taken: number, wanted: number) =>
  roomBars({
    cluster: 'cluster-east-prod',
    capacity: capacity === null ? null : amounts(capacity),
    taken: amounts(taken),
    wanted: amounts(wanted),
  })[0];

test('a cluster shows what is free, what is taken and what this takes of it', () => {
  expect(room(100, 40, 10)).toEqual({ key: 'cpu', wanted: 10, free: 60, taken: 40, share: 10, full: false });
});

test('where there is no room it says so, and the picture ends where the cluster does', () => {
  expect(room(100, 95, 10)).toMatchObject({ free: 5, taken: 95, share: 5, full: true });
  expect(room(100, 120, 10)).toMatchObject({ free: 0, taken: 100, share: 0, full: true });
});

test('a cluster that does not say how much it has shows no picture', () => {
  expect(room(null, 40, 10)).toMatchObject({ free: null, taken: 0, share: 0, full: false });
});
