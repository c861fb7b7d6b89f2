import { table } from './table.ts';

test('columns are as wide as their widest entry, and no line ends in spaces', () => {
  const text = table(
    ['NAME', 'SINCE'],
    [
      ['payments', ''],
      ['ledger', '2026-11-21'],
    ],
  );

  expect(text).toBe('NAME      SINCE\npayments\nledger    2026-11-21');
});

test('without rows the heads still say what there would be', () => {
  expect(table(['NAME', 'SINCE'], [])).toBe('NAME  SINCE');
});
