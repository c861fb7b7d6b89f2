import { Button, Group, Stepper, Title } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../src/domain/request.ts';
import classes from './ask.module.css';
import { ASK_STEPS, type AskStep, stepOf } from './steps.ts';

interface StepsProps {
  readonly step: AskStep;
  /** What is known to be wrong. */
  readonly wrong: readonly Problem[];
  readonly onGo: (step: AskStep) => void;
}

/** The steps, each a way to it; a step with something to mend is marked. */
export function Steps({ step, wrong, onGo }: StepsProps) {
  const { t } = useTranslation();
  const bad = new Set(wrong.map(stepOf));
  return (
    <nav aria-label={t('ask.steps')}>
      <Stepper
        active={ASK_STEPS.indexOf(step)}
        size="sm"
        wrap={false}
        classNames={{ stepBody: classes.stepWords ?? '' }}
        iconSize={32}
        onStepClick={(at) => onGo(ASK_STEPS[at] ?? 'what')}
      >
        {ASK_STEPS.map((one, at) => (
          <Stepper.Step
            key={one}
            label={t(`ask.step.${one}`)}
            aria-label={`${at + 1}. ${t(`ask.step.${one}`)}`}
            description={t(`ask.stepHint.${one}`)}
            aria-current={one === step ? 'step' : undefined}
            {...(bad.has(one) ? { color: 'orange' } : {})}
          />
        ))}
      </Stepper>
    </nav>
  );
}

/** Names the step that was gone to, and takes the focus, so that whoever cannot see it hears where they are. */
export function StepTitle({ step, first }: { step: AskStep; first: boolean }) {
  const { t } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!first) title.current?.focus();
  }, [first]);
  return (
    <Title order={2} size="h4" ref={title} tabIndex={-1}>
      {t(`ask.step.${step}`)}
    </Title>
  );
}

interface MovesProps {
  readonly step: AskStep;
  readonly onGo: (step: AskStep) => void;
  readonly send: { readonly disabled: boolean; readonly loading: boolean; readonly onClick: () => void };
}

/** Back, on, and at the end: send. */
export function Moves({ step, onGo, send }: MovesProps) {
  const { t } = useTranslation();
  const at = ASK_STEPS.indexOf(step);
  const [before, after] = [ASK_STEPS[at - 1], ASK_STEPS[at + 1]];
  return (
    <Group justify="space-between">
      {before ? (
        <Button variant="default" onClick={() => onGo(before)}>
          {t('ask.back')}
        </Button>
      ) : (
        <span />
      )}
      {after ? (
        <Button onClick={() => onGo(after)}>{t('ask.next')}</Button>
      ) : (
        <Button leftSection={<IconSend size={18} aria-hidden />} {...send}>
          {t('ask.send')}
        </Button>
      )}
    </Group>
  );
}
