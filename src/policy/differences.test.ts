import { differences } from './differences.ts';

const ANSWER = { stages: [{ name: 'lead', count: 2 }, { name: 'cost' }], autoApproval: null };

test.each([
  [{ stages: [{ name: 'lead' }, {}] }, []],
  [{ autoApproval: null }, []],
  [{ stages: [{ count: 1 }, {}] }, ['stages[0].count: expected 1, is 2']],
  [{ stages: [{ mode: 'any' }, {}] }, ['stages[0].mode: expected "any", is absent']],
  [{ stages: [{}] }, ['stages: expected 1 items, has 2: ["lead","cost"]']],
  [{ denials: [] }, ['denials: expected [], is absent']],
])('%j of an answer', (expected, lines) => {
  expect(differences(expected, ANSWER)).toEqual(lines);
});
