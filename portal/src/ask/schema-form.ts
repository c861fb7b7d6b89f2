/* What a form is told beside the JSON Schema that it is drawn from. Pure. */
import type { ErrorSchema, UiSchema, ValidatorType } from '@rjsf/utils';
import type { Problem } from '../../../src/domain/request.ts';
import { wordsAt } from '../problems.ts';

interface Property {
  readonly enum?: readonly unknown[];
  readonly description?: string;
}

/** How a choice is shown: as a list one opens. */
const CHOICE = { searchable: false, allowDeselect: false };

/** Choices are lists, and have their description where inputs have it. @param columns how many inputs stand beside each other. */
export function uiSchemaOf(schema: Readonly<Record<string, unknown>>, columns: number): UiSchema {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Property>);
  const choices = properties.filter(([, property]) => property.enum !== undefined);
  return {
    'ui:submitButtonOptions': { norender: true },
    'ui:options': { gridCols: properties.length > 1 ? columns : 1, gridSpacing: 'md', label: false },
    ...Object.fromEntries(
      choices.map(([name, { description }]) => [
        name,
        { 'ui:options': { ...CHOICE, ...(description === undefined ? {} : { description }) } },
      ]),
    ),
  };
}

/** Without what is said above the form already. */
export function withoutTitle(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { title: _title, description: _description, $schema: _schema, ...rest } = schema;
  return rest;
}

/** Problems of an item's parameters, as the form wants them. */
export function errorsOf(problems: readonly Problem[], properties: readonly string[]): ErrorSchema {
  return Object.fromEntries(
    properties.flatMap((name) => {
      const words = wordsAt(problems, `parameters.${name}`, true);
      return words === undefined ? [] : [[name, { __errors: [words] }]];
    }),
  ) as ErrorSchema;
}

/**
 * The form judges nothing by itself: the API does, by the same rules as a mail, and its words stand under the fields.
 * (A judge in the browser would have to compile schemas, which the policy of what pages may run forbids.)
 */
export const NO_JUDGE: ValidatorType = {
  isValid: () => true,
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({}),
};
