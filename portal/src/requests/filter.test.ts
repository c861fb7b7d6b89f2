import { asAddress, asQuery, type Filter, isNarrowed, readFilter } from './filter.ts';

const ALL: Filter = { whose: 'mine', phase: '', step: '', project: '', waiting: '', reference: '' };
const asked = (change: Partial<Filter>) => Object.fromEntries(asQuery({ ...ALL, ...change }, 'dana'));

test.each<[Partial<Filter>, Record<string, string>]>([
  [{}, { mine: 'true' }],
  [{ whose: 'all', phase: 'open' }, { open: 'true' }],
  [
    { phase: 'ready', waiting: 'me' },
    { mine: 'true', phase: 'ready', waiting: 'dana' },
  ],
  [
    { whose: 'all', waiting: 'queue:support', step: 'APPROVAL_WORKFLOW' },
    { waiting: 'queue:support', step: 'APPROVAL_WORKFLOW' },
  ],
  [{ project: ' Payments ' }, { mine: 'true', project: 'payments' }],
  [{ project: 'p' }, { mine: 'true' }],
  [{ reference: 'br-7f' }, { reference: 'BR-7F' }],
  [{ reference: "BR-'" }, { mine: 'true' }],
])('%o asks for %o', (change, query) => {
  expect(asked(change)).toEqual({ limit: '20', ...query });
});

test('an address shows the same list again', () => {
  const filter: Filter = { ...ALL, whose: 'all', phase: 'ready', project: 'payments' };
  expect(readFilter(new URLSearchParams(asAddress(filter)))).toEqual(filter);
  expect(isNarrowed(filter)).toBe(true);
  expect(asAddress(ALL)).toEqual({});
  expect(isNarrowed(ALL)).toBe(false);
});
