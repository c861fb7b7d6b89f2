import { Alert, Button, Group, Text } from '@mantine/core';
import { IconNote } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Ago } from '../format.tsx';

interface Props {
  /** ISO 8601; null: nothing was found. */
  readonly foundFrom: string | null;
  readonly onForget: () => void;
}

/** Says that what was typed earlier is here again, and lets it be thrown away. */
export function DraftNote({ foundFrom, onForget }: Props) {
  const { t } = useTranslation();
  if (foundFrom === null) return null;
  return (
    <Alert color="blue" icon={<IconNote aria-hidden />} p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {t('ask.draft')} (<Ago at={foundFrom} />)
        </Text>
        <Button size="compact-sm" variant="default" onClick={onForget}>
          {t('ask.throwAway')}
        </Button>
      </Group>
    </Alert>
  );
}
