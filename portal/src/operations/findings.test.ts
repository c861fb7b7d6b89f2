import { systemsOf } from './findings.ts';

const finding = (system: string, ok: boolean) => ({ system, what: 'reach', ok, detail: '' });

test('a system that misses something stands first, with all that was tried of it', () => {
  const systems = systemsOf([
    finding('temporal', true),
    finding('github', true),
    finding('slack', true),
    finding('github', false),
  ]);
  expect(systems.map(({ name, isFine }) => [name, isFine])).toEqual([
    ['github', false],
    ['temporal', true],
    ['slack', true],
  ]);
  expect(systems[0]?.findings.map(({ ok }) => ok)).toEqual([true, false]);
});
