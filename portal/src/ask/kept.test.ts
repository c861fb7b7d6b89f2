import { NOTHING } from './fields.ts';
import { readKept } from './kept.ts';

const at = '2026-11-22T04:00:00.000Z';

test('what was typed is found again', () => {
  const fields = { ...NOTHING, project: 'payments', members: ['a@example.test'] };
  expect(readKept(JSON.stringify({ at, fields }))).toEqual({ at, fields });
});

test('of what another version kept only what still means the same is taken', () => {
  const fields = { project: 'payments', members: 'a@example.test', colour: 'blue' };
  expect(readKept(JSON.stringify({ at, fields }))?.fields).toEqual({ ...NOTHING, project: 'payments' });
});

test.each([null, '', 'no JSON', '{}', '{"at":1,"fields":{}}', '{"at":"x","fields":null}', 'null'])(
  'where %s was kept there is no draft',
  (text) => {
    expect(readKept(text)).toBeUndefined();
  },
);
