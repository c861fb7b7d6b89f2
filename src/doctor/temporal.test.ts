import { judgeRetention } from './temporal.ts';

test('closed requests are kept for 400 days, except on one machine alone', () => {
  expect(judgeRetention('berth', 400, false)).toBe('400 days');
  expect(() => judgeRetention('berth', 399.9, false)).toThrow('update --namespace berth --retention 400d');
  expect(judgeRetention('berth', 1, true)).toContain('enough');
});
