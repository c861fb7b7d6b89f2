import { usedOf } from './room.ts';

const room = (milliCpu: number, memoryMiB = 0, storageMiB = 0) => ({ milliCpu, memoryMiB, storageMiB });

test('what stands and what is reserved are shown in cores and Gi, as parts of the limit', () => {
  const [cpu, memory] = usedOf({
    standing: room(2000, 1024),
    reserved: room(1000),
    limit: { milliCpu: 8000, memoryMiB: 2048 },
  });
  expect(cpu).toEqual({
    component: 'milliCpu',
    standing: 2,
    reserved: 1,
    limit: 8,
    bars: { standing: 25, reserved: 12.5 },
  });
  expect(memory).toMatchObject({ standing: 1, limit: 2, bars: { standing: 50, reserved: 0 } });
});

test('more than there may be fills the bar and no more', () => {
  const [cpu] = usedOf({ standing: room(6000), reserved: room(6000), limit: { milliCpu: 8000 } });
  expect(cpu?.bars).toEqual({ standing: 75, reserved: 25 });
  expect(usedOf({ standing: room(1), reserved: room(1), limit: { milliCpu: 0 } })[0]?.bars).toEqual({
    standing: 100,
    reserved: 0,
  });
});

test('without a limit there is no bar, and what is not known is not zero', () => {
  const [cpu] = usedOf({ standing: room(500), reserved: null, limit: {} });
  expect(cpu).toEqual({
    component: 'milliCpu',
    standing: 0.5,
    reserved: null,
    limit: undefined,
    bars: { standing: 0, reserved: 0 },
  });
});
