import { readAnswer } from './answer.ts';

const STAGE = {
  name: 'lead',
  mode: 'any',
  of: ['project-lead'],
  about: ['content', 'cost', 'placement'],
  onExpiry: 'deny',
  mayDelegate: true,
  why: 'A lead decides',
};
const ANSWER = { stages: [STAGE], autoApproval: null, denials: [] };
const DENIAL = { rule: 'limit', reason: 'Too dear', mend: 'Choose less' };
const APPROVAL = { rule: 'small', evidence: ['It is small'] };
const ASKED = 'The policy approval@3f2a';

const read = (value: unknown) => readAnswer(value, ASKED);
const staged = (...changes: object[]) => ({ ...ANSWER, stages: changes.map((change) => ({ ...STAGE, ...change })) });

test.each([
  ['one stage', ANSWER],
  ['a quorum over roles and groups', staged({ mode: 'n-of', count: 2, of: ['security', 'group:Zahlungen Prüfung'] })],
  ['a deadline', staged({ deadline: '3d' })],
  ['a denial without stages', { ...ANSWER, stages: [], denials: [DENIAL] }],
  ['an approval without stages', { ...ANSWER, stages: [], autoApproval: APPROVAL }],
])('%s is an answer', (_what, value) => {
  expect(read(value)).toEqual(value);
});

test.each([
  ['nothing', undefined, 'answers nothing'],
  ['a word', 'yes', 'answer: '],
  ['no list of denials', { stages: [STAGE], autoApproval: null }, 'denials: '],
  ['something unknown', { ...ANSWER, allow: true }, 'allow'],
  ['a mode that does not exist', staged({ mode: 'most' }), 'stages[0].mode: '],
  ['a role that does not exist', staged({ of: ['cto'] }), 'stages[0].of[0]: must be one of project-lead'],
  ['a group without a name', staged({ of: ['group:'] }), 'stages[0].of[0]: must be one of'],
  ['nobody', staged({ of: [] }), 'stages[0].of: '],
  ['a party twice', staged({ of: ['security', 'security'] }), 'stages[0].of: must not name a party twice'],
  ['a quorum without number', staged({ mode: 'n-of' }), 'stages[0].count: must be there for the mode n-of'],
  ['a quorum of none', staged({ mode: 'n-of', count: 0 }), 'stages[0].count: '],
  ['a number for any', staged({ count: 1 }), 'stages[0].count: '],
  ['a deadline in words', staged({ deadline: 'soon' }), 'stages[0].deadline: must be a number and s, m, h or d'],
  ['an aspect that does not exist', staged({ about: ['content', 'colour'] }), 'stages[0].about[1]: '],
  ['a stage twice', staged({}, {}), 'stages: must not use a name twice'],
  ['nobody who looks at the content', staged({ about: ['cost'] }), 'stages: must have one that is about content'],
  ['no stage at all', { ...ANSWER, stages: [] }, 'stages: must have one that is about content'],
  ['yes and no', { ...ANSWER, autoApproval: APPROVAL, denials: [DENIAL] }, 'autoApproval: must be null'],
  ['yes without evidence', { ...ANSWER, autoApproval: { rule: 'x', evidence: [] } }, 'autoApproval.evidence: '],
  [
    'settings it cannot use',
    { ...ANSWER, stages: [], problems: ['approval.cots is no setting'] },
    'approval.cots is no',
  ],
])('%s is a configuration failure that says so', (_what, value, message) => {
  expect(() => read(value)).toThrow(
    expect.objectContaining({ type: 'Configuration', message: expect.stringContaining(message) }),
  );
  expect(() => read(value)).toThrow(ASKED);
});
