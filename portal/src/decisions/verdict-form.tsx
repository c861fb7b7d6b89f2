import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../src/domain/decision.ts';
import type { OpenQuestion } from '../../../src/domain/decision-facts.ts';
import { ApiError } from '../api.ts';
import { useDraft } from '../draft.ts';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { problemsOf, wordsAt } from '../problems.ts';
import { useSend } from '../sending.ts';
import type { Said } from './outcome.tsx';

interface Props {
  /** As it was shown: the decision is about that alone. */
  readonly question: OpenQuestion;
  readonly isRemoval: boolean;
  readonly onSaid: (said: Said) => void;
  readonly onChanged: () => void;
}

interface Decided {
  readonly verdict: Verdict;
  readonly specHash: string;
  readonly stage: string;
  readonly reason?: string;
}

const LOOKS = {
  approve: { color: 'green', variant: 'filled' },
  'request-changes': { variant: 'default' },
  reject: { color: 'red', variant: 'light' },
} as const satisfies Record<Verdict, object>;

/** Says yes, no, or what is to be changed first. */
export function VerdictForm({ question, isRemoval, onSaid, onChanged }: Props) {
  const { t } = useTranslation();
  const { reference, specHash, stage } = question;
  const [reason, setReason, forget] = useDraft(`${reference}.decision`, '');
  const [isMissing, setMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const send = useSend<Decided, { decision: string }>(
    `/api/requests/${reference}/decide`,
    ({ decision }, { verdict }) => {
      forget();
      onSaid({ id: decision, verdict });
    },
  );
  const say = (verdict: Verdict) => {
    const why = reason.trim();
    setMissing(verdict !== 'approve' && why === '');
    if (verdict !== 'approve' && why === '') return field.current?.focus();
    const body = { verdict, specHash, stage: stage.name, ...(why ? { reason: why } : {}) };
    return send.mutate(body, { onError: (error) => error instanceof ApiError && error.status === 409 && onChanged() });
  };
  const verdicts = (['approve', 'request-changes', 'reject'] as const).filter(
    (one) => !isRemoval || one !== 'request-changes',
  );
  return (
    <Section title={t('decisions.say')}>
      <Stack gap="sm">
        <Textarea
          ref={field}
          label={t('decisions.reason')}
          description={t('decisions.reasonHint')}
          value={reason}
          autosize
          minRows={2}
          error={isMissing ? t('decisions.sayWhy') : wordsAt(problemsOf(send.error), 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {t('decisions.bound', { spec: shortOf(specHash), stage: stage.name })}
        </Text>
        {send.error && <Problem error={send.error} />}
        <Group>
          {verdicts.map((verdict) => (
            <Button
              key={verdict}
              {...LOOKS[verdict]}
              disabled={send.isPending}
              loading={send.isPending && send.variables.verdict === verdict}
              onClick={() => say(verdict)}
            >
              {t(`decisions.verdict.${verdict}`)}
            </Button>
          ))}
        </Group>
      </Stack>
    </Section>
  );
}

const shortOf = (hash: string): string => hash.replace(/^sha256:/, '').slice(0, 12);
