import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Phase } from '../../../src/domain/status.ts';

const COLORS: Readonly<Record<Phase, string>> = {
  running: 'blue',
  waiting: 'blue',
  'needs-person': 'orange',
  undoing: 'orange',
  ready: 'green',
  'partially-ready': 'yellow',
  removed: 'gray',
  rejected: 'red',
  withdrawn: 'gray',
  expired: 'gray',
  undone: 'gray',
};

/** How a request stands, in one word. */
export function PhaseBadge({ phase }: { phase: Phase }) {
  const { t } = useTranslation();
  return (
    <Badge color={COLORS[phase]} variant="light" tt="none">
      {t(`phase.${phase}`)}
    </Badge>
  );
}
