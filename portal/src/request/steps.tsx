import { Text, Timeline } from '@mantine/core';
import { IconCheck, IconLoader, IconMinus, IconPoint, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isOver, type RequestStatus, type StepState } from '../../../src/domain/status.ts';
import { Time } from '../format.tsx';
import { BerthWords } from '../parts/berth-words.tsx';
import { Section } from '../parts/section.tsx';
import { span } from '../span.ts';

const ICONS = { pending: IconPoint, running: IconLoader, done: IconCheck, skipped: IconMinus, failed: IconX } as const;
const COLORS = { pending: 'gray', running: 'blue', done: 'green', skipped: 'gray', failed: 'red' } as const;

/** The eight steps, with how far each is. */
export function Steps({ status: { steps, phase } }: { status: RequestStatus }) {
  const { t } = useTranslation();
  // The line is drawn up to the one that is at work, or was last.
  const active = steps.findLastIndex(({ status }) => status !== 'pending');
  return (
    <Section title={t('request.steps')}>
      <Timeline active={active} bulletSize={24} lineWidth={2} component="ol" style={{ listStyle: 'none', margin: 0 }}>
        {steps.map((step) => {
          const Icon = ICONS[step.status];
          return (
            <Timeline.Item
              key={step.name}
              component="li"
              color={COLORS[step.status]}
              bullet={<Icon size={14} aria-hidden />}
              title={t(`step.${step.name}`)}
              lineVariant={step.status === 'pending' ? 'dashed' : 'solid'}
            >
              <State step={step} isOver={isOver(phase)} />
            </Timeline.Item>
          );
        })}
      </Timeline>
    </Section>
  );
}

function State({ step, isOver: over }: { step: StepState; isOver: boolean }) {
  const { t, i18n } = useTranslation();
  const { status, startedAt, endedAt, note } = step;
  return (
    <>
      <Text size="sm" c="dimmed" mih={20}>
        {t(`request.stepState.${over && status === 'pending' ? 'never' : status}`)}
        {startedAt && (
          <>
            {' · '}
            <Time at={startedAt} />
          </>
        )}
        {startedAt && endedAt && ` · ${span(Date.parse(endedAt) - Date.parse(startedAt), i18n.language)}`}
      </Text>
      {note && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <BerthWords text={note} />
        </Text>
      )}
    </>
  );
}
