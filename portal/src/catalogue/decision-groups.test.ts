import type { StageDemand } from '../../../src/domain/policy.ts';
import type { DecidedCase } from '../../../src/policy/who-decides.ts';
import { groupCases } from './decision-groups.ts';

const demand = (name: string, why = ''): StageDemand => ({
  name,
  mode: 'any',
  of: ['project-lead'],
  about: ['content'],
  onExpiry: 'deny',
  mayDelegate: true,
  why,
});
const decided = (stage: 'dev' | 'prod', size: 'S' | 'L', more: Partial<DecidedCase> = {}): DecidedCase => ({
  stage,
  size,
  stages: [demand('lead', `for ${size}`)],
  autoApproval: null,
  denials: [],
  ...more,
});

test('sizes about which the same people decide are told together, whatever the reasons say of the price', () => {
  expect(groupCases([decided('dev', 'S'), decided('dev', 'L')])).toMatchObject([
    { stage: 'dev', sizes: ['S', 'L'], every: true },
  ]);
});

test('another stage of the approval, a yes of the policy and a denial are told apart', () => {
  const dear = decided('prod', 'L', { stages: [demand('lead'), demand('cost')] });
  const denied = decided('prod', 'L', { stages: [], denials: [{ rule: 'cost.limit', reason: 'too dear', mend: '' }] });
  const free = decided('dev', 'S', { stages: [], autoApproval: { rule: 'small', evidence: [] } });
  expect(groupCases([decided('prod', 'S'), dear]).map(({ sizes, every }) => [sizes, every])).toEqual([
    [['S'], false],
    [['L'], false],
  ]);
  expect(groupCases([decided('prod', 'S'), denied])).toHaveLength(2);
  expect(groupCases([free, decided('dev', 'L')])).toHaveLength(2);
});
