import * as fc from 'fast-check';
import { type FreezeWindow, holdingWindow, openWindows, withWindow } from './freeze.ts';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const CLUSTERS = ['cluster-east-prod', 'cluster-west-prod', 'cluster-east-dev'];

const windowsOf = fc.array(
  fc
    .record({ target: fc.constantFrom('all', ...CLUSTERS), minutes: fc.integer({ min: -60, max: 60 }) })
    .map(({ target, minutes }): FreezeWindow => {
      const until = new Date(NOW + minutes * 60_000).toISOString();
      return { target, until, reason: 'Quarter end', by: 'olga', since: '2026-11-21T08:00:00.000Z' };
    }),
  { maxLength: 6 },
);
const clustersOf = fc.uniqueArray(fc.constantFrom(...CLUSTERS), { minLength: 1 });

test('work is held exactly while a window over one of its clusters, or over all, is open', () => {
  fc.assert(
    fc.property(windowsOf, clustersOf, (windows, clusters) => {
      const held = windows.some(
        ({ target, until }) => Date.parse(until) > NOW && ['all', ...clusters].some((name) => name === target),
      );
      expect(holdingWindow(windows, clusters, NOW) !== undefined).toBe(held);
    }),
  );
});

test('of several windows the one that ends last is shown, and when it has ended nothing is held', () => {
  fc.assert(
    fc.property(windowsOf, clustersOf, (windows, clusters) => {
      const held = holdingWindow(windows, clusters, NOW);
      const end = held ? Date.parse(held.until) : NOW;
      expect(holdingWindow(windows, clusters, end)).toBeUndefined();
    }),
  );
});

test('freezing again replaces what was said about the same target, and nothing else', () => {
  fc.assert(
    fc.property(windowsOf, windowsOf, (before, [window]) => {
      if (!window) return;
      const after = withWindow(before, window);
      expect(after.filter(({ target }) => target === window.target)).toEqual([window]);
      const others = (all: readonly FreezeWindow[]) => all.filter(({ target }) => target !== window.target);
      expect(others(after)).toEqual(others(before));
    }),
  );
});

test('a window is over at its very end', () => {
  const window = { target: 'all', until: new Date(NOW).toISOString(), reason: '', by: 'olga', since: '' };
  expect(openWindows([window], NOW)).toEqual([]);
  expect(openWindows([window], NOW - 1)).toEqual([window]);
});
