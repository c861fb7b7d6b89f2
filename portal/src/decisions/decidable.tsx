import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpenQuestion } from '../../../src/domain/decision-facts.ts';
import { BerthWords } from '../parts/berth-words.tsx';
import { Facts } from '../parts/facts.tsx';
import { useFactName } from '../parts/said.tsx';
import { Section } from '../parts/section.tsx';
import { Changed } from './changed.tsx';
import type { Said } from './outcome.tsx';
import { isOther } from './question-changes.ts';
import { VerdictForm } from './verdict-form.tsx';

interface Props {
  /** What was shown to whoever looks. */
  readonly seen: OpenQuestion;
  readonly now: OpenQuestion;
  readonly isRemoval: boolean;
  readonly onSeen: (now: OpenQuestion) => void;
  readonly onSaid: (said: Said) => void;
  /** The API has found that something else is decided by now. */
  readonly onChanged: () => void;
}

/** The facts of the stage, and the form. What somebody has not seen yet they do not decide about. */
export function Decidable({ seen, now, isRemoval, onSeen, onSaid, onChanged }: Props) {
  const { t } = useTranslation();
  const factName = useFactName();
  const changed = isOther(seen, now);
  const { stage, facts, notYours } = now;
  return (
    <>
      {changed && <Changed seen={seen} now={now} onSeen={() => onSeen(now)} />}
      <Section title={t('decisions.about')}>
        <Facts
          facts={[
            ...facts.map(([name, value]) => [factName(name), <BerthWords key={name} text={value} />] as const),
            [t('decisions.soFar'), stage.approved.join(', ')],
            [t('decisions.missing'), stage.missing],
          ]}
        />
      </Section>
      {notYours && (
        <Alert color="blue" title={t('decisions.notYours')} role="status">
          <Text size="sm">
            <BerthWords text={notYours} />
          </Text>
        </Alert>
      )}
      {!notYours && !changed && <VerdictForm question={seen} {...{ isRemoval, onSaid, onChanged }} />}
    </>
  );
}
