import { Text, useMatches } from '@mantine/core';
import { Form } from '@rjsf/mantine';
import type { RJSFSchema } from '@rjsf/utils';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParameterSchema } from '../../../src/domain/catalogue.ts';
import type { Problem } from '../../../src/domain/request.ts';
import type { SelectedItem } from '../../../src/domain/selection.ts';
import { formWord } from './form-words.ts';
import { errorsOf, NO_JUDGE, uiSchemaOf, withoutTitle } from './schema-form.ts';

interface Props {
  /** Unique in the page. */
  readonly id: string;
  readonly schema: ParameterSchema;
  readonly value: SelectedItem['parameters'];
  /** As seen from inside the item. */
  readonly problems: readonly Problem[];
  readonly onChange: (parameters: SelectedItem['parameters']) => void;
}

/** The parameters of one item, drawn from their JSON Schema. */
export function Parameters({ id, schema, value, problems, onChange }: Props) {
  const { t } = useTranslation();
  const names = useMemo(() => Object.keys((schema['properties'] ?? {}) as object), [schema]);
  const shown = useMemo(() => withoutTitle(schema) as RJSFSchema, [schema]);
  const columns = useMatches({ base: 1, sm: 2 });
  const uiSchema = useMemo(() => uiSchemaOf(schema, columns), [schema, columns]);
  const extraErrors = useMemo(() => errorsOf(problems, names), [problems, names]);
  if (names.length === 0) return <Text size="sm">{t('ask.noParameters')}</Text>;
  return (
    <Form
      tagName="div"
      idPrefix={id}
      schema={shown}
      uiSchema={uiSchema}
      formData={value}
      extraErrors={extraErrors}
      validator={NO_JUDGE}
      translateString={(said, names) => formWord(t, said, names)}
      noHtml5Validate
      showErrorList={false}
      onChange={({ formData }) => onChange(formData as SelectedItem['parameters'])}
    />
  );
}
