import { errorsOf, uiSchemaOf, withoutTitle } from './schema-form.ts';

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Cache',
  type: 'object',
  properties: { memory: { enum: ['64Mi'], description: 'How much' }, name: { type: 'string' } },
};

test('a choice is a list with its description; inputs are as they come', () => {
  const ui = uiSchemaOf(schema, 2);
  expect(ui['memory']).toMatchObject({ 'ui:options': { description: 'How much', searchable: false } });
  expect(ui['name']).toBeUndefined();
  expect(ui['ui:options']).toMatchObject({ gridCols: 2 });
  expect(withoutTitle(schema)).not.toHaveProperty('title');
});

test('the words of the API stand at the parameter they are about', () => {
  const problems = [
    { where: 'parameters.memory', what: 'is too little', mend: 'Choose more.' },
    { where: 'parameters.other', what: 'is unknown', mend: '' },
  ];
  expect(errorsOf(problems, ['memory', 'name'])).toEqual({ memory: { __errors: ['is too little. Choose more.'] } });
});
