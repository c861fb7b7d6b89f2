import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TaskFormProps } from './task-form.ts';

/** Where resources are chosen. */
export const selectionPage = (reference: string): string => `/requests/${reference}/select`;

export function SelectionLink({ status }: TaskFormProps) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text>{t('work.selection.text')}</Text>
      <Group>
        <Button component={Link} to={selectionPage(status.reference)}>
          {t('work.selection.open')}
        </Button>
      </Group>
    </Stack>
  );
}
