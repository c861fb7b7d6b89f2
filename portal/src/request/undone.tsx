import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { Section } from '../parts/section.tsx';

/** What was taken back when it ended, and what was left. */
export function Undone({ undo: { undone, left } }: Pick<RequestStatus, 'undo'>) {
  const { t } = useTranslation();
  if (undone.length + left.length === 0) return null;
  return (
    <Section title={t('request.undo')}>
      <Lines title={t('request.undone')} lines={undone} />
      <Lines title={t('request.left')} lines={left} />
    </Section>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <List size="sm">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </div>
  );
}
