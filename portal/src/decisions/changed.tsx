import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OpenQuestion } from '../../../src/domain/decision-facts.ts';
import { useFactName } from '../parts/said.tsx';
import { changesBetween } from './question-changes.ts';

interface Props {
  readonly seen: OpenQuestion;
  readonly now: OpenQuestion;
  readonly onSeen: () => void;
}

/** What is different from what somebody was looking at; they decide about it once they have seen that. */
export function Changed({ seen, now, onSeen }: Props) {
  const { t } = useTranslation();
  const factName = useFactName();
  const changes = changesBetween(seen, now);
  return (
    <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title={t('decisions.changed')} role="alert">
      <Stack gap="xs" align="flex-start">
        {seen.stage.name !== now.stage.name && (
          <Text size="sm">{t('decisions.newStage', { stage: now.stage.name })}</Text>
        )}
        <Text size="sm">{t(changes.length > 0 ? 'decisions.changedText' : 'decisions.newContent')}</Text>
        <List size="sm">
          {changes.map(({ name, before, now: after }) => (
            <List.Item key={name}>
              <strong>{factName(name)}</strong>: {t('decisions.before')} {before ?? t('decisions.none')};{' '}
              {t('decisions.now')} {after ?? t('decisions.none')}
            </List.Item>
          ))}
        </List>
        <Button size="xs" variant="default" onClick={onSeen}>
          {t('decisions.seen')}
        </Button>
      </Stack>
    </Alert>
  );
}
