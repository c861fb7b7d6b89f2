/* Each worked policy of docs/approvals.md does what its cases say; the one in Rego is compiled in test/stack. */
import { readCases, tryCase } from '../../src/policy/cases.ts';
import { createEmbeddedEngine } from '../../src/policy/embedded.ts';
import { documentedFiles } from '../support/documented.ts';

const engine = createEmbeddedEngine();
const files = documentedFiles();

test('the page has a worked policy for each common need', () => {
  const needs = ['small-team.yaml', 'regulated-production.yaml', 'cost-driven.yaml'];
  expect([...files.keys()]).toEqual([...needs, 'approval.rego', 'databases.yaml']);
});

describe.each(['small-team.yaml', 'regulated-production.yaml', 'cost-driven.yaml'])('%s', (name) => {
  const cases = readCases(name, files.get(name) ?? '');

  test.each(cases.map((one) => [one.title, one] as const))('%s', async (_title, one) => {
    expect(await tryCase(engine, one)).toEqual([]);
  });

  test('its settings do something: without them a case comes out otherwise', async () => {
    const bare = cases.map((one) => ({ ...one, input: { ...one.input, settings: {} } }));
    const outcomes = await Promise.all(bare.map((one) => tryCase(engine, one)));
    expect(outcomes.some((differences) => differences.length > 0)).toBe(true);
  });
});
