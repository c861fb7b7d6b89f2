import { problemLine as inBackstage } from '../../backstage/plugins/berth-node/src/problem-line.ts';
import { problemLine } from '../../src/domain/problem-text.ts';

/** The plugins are packages of their own, which import nothing of Berth: what they repeat must not drift from it. */
test.each([
  ['size', 'is missing', 'Write one.'],
  ['costCentre', 'This is not a cost centre.', 'Write it like CC-1042'],
  ['lead', 'nobody leads it', ''],
  ['', 'Nothing is chosen!', 'Choose something'],
])('a problem at "%s" reads the same in Backstage', (where, what, mend) => {
  expect(inBackstage({ where, what, mend })).toBe(problemLine({ where, what, mend }));
});
